//! The one place that knows a YAML library. Values are asked for as text, so that `2022` or `yes` stay
//! what was written (archive-format 22), and a key given twice means its last value (23), which no
//! derived type allows.

use std::collections::HashSet;
use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::{Fields, Key, Value};

/// The fields of the YAML mapping `text`, and the known keys whose value is not to be had as it is
/// written: numbers and truth values, lists and mappings where a text must stand. `None` if it is no
/// mapping, or not YAML.
pub(super) fn read(text: &str) -> Option<(Fields<'static>, Vec<Key>)> {
    serde_yaml::Deserializer::from_str(text)
        .deserialize_map(Mapping)
        .ok()
}

struct Mapping;

impl<'de> Visitor<'de> for Mapping {
    type Value = (Fields<'static>, Vec<Key>);

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = Fields::default();
        let mut unread: Vec<Key> = Vec::new();
        let mut seen = HashSet::new();
        while let Some(name) = map.next_key::<Option<String>>()? {
            let name = name.unwrap_or_default();
            if let Some(key) = Key::named(&name) {
                unread.retain(|&other| other != key);
                match map.next_value_seed(AnyValue {
                    list: key.holds_lists(),
                })? {
                    Some(value) => fields.set(key, value),
                    None => unread.push(key),
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            if let Some(name) = seen.replace(name) {
                fields.repeated.get_or_insert(name);
            }
        }
        Ok((fields, unread))
    }
}

/// A value of whatever shape; `None` where its text is lost.
struct AnyValue {
    /// Whether a list is wanted.
    list: bool,
}

impl<'de> DeserializeSeed<'de> for AnyValue {
    type Value = Option<Value<'static>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Option<Value<'static>>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a scalar or a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Some(Value::Null))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Value::Text(text.to_owned().into())))
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i128<E: Error>(self, _: i128) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u128<E: Error>(self, _: u128) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        if !self.list {
            while seq.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(None);
        }
        let mut items = Vec::new();
        while let Some(item) = seq.next_element::<Option<String>>()? {
            items.push(item.map(Into::into));
        }
        Ok(Some(Value::List(items)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    /// A tagged value (`! 'text'`): the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Self::Value, A::Error> {
        let (IgnoredAny, value) = tagged.variant()?;
        value.newtype_variant_seed(self)
    }
}
