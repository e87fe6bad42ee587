//! Our own word lists, and sentences made of them. No word order here says anything about a real company.

use std::fmt::Write;

use super::random::Random;

/// First part of a name, with its pinyin.
const PLACES: [(&str, &str); 40] = [
    ("临江", "linjiang"),
    ("东岭", "dongling"),
    ("南浦", "nanpu"),
    ("西川", "xichuan"),
    ("北原", "beiyuan"),
    ("青湖", "qinghu"),
    ("白石", "baishi"),
    ("云溪", "yunxi"),
    ("海门", "haimen"),
    ("金沙", "jinsha"),
    ("龙泉", "longquan"),
    ("凤台", "fengtai"),
    ("长河", "changhe"),
    ("平山", "pingshan"),
    ("安远", "anyuan"),
    ("永丰", "yongfeng"),
    ("新港", "xingang"),
    ("石桥", "shiqiao"),
    ("林州", "linzhou"),
    ("沙洲", "shazhou"),
    ("明月", "mingyue"),
    ("清江", "qingjiang"),
    ("春城", "chuncheng"),
    ("秋浦", "qiupu"),
    ("星海", "xinghai"),
    ("天河", "tianhe"),
    ("大通", "datong"),
    ("中原", "zhongyuan"),
    ("江南", "jiangnan"),
    ("岭北", "lingbei"),
    ("京东南", "jingdongnan"),
    ("沪西", "huxi"),
    ("粤海", "yuehai"),
    ("蜀都", "shudu"),
    ("楚天", "chutian"),
    ("闽中", "minzhong"),
    ("滇池", "dianchi"),
    ("燕山", "yanshan"),
    ("松花", "songhua"),
    ("天山", "tianshan"),
];

/// Second part of an outlet's name, with its pinyin.
const FIELDS: [(&str, &str); 10] = [
    ("财经", "caijing"),
    ("证券", "zhengquan"),
    ("商业", "shangye"),
    ("经济", "jingji"),
    ("期货", "qihuo"),
    ("投资", "touzi"),
    ("科技", "keji"),
    ("能源", "nengyuan"),
    ("汽车", "qiche"),
    ("农业", "nongye"),
];

/// Third part of an outlet's name, with its pinyin.
const KINDS: [(&str, &str); 8] = [
    ("日报", "ribao"),
    ("时报", "shibao"),
    ("周刊", "zhoukan"),
    ("网", "wang"),
    ("晚报", "wanbao"),
    ("观察", "guancha"),
    ("在线", "zaixian"),
    ("评论", "pinglun"),
];

/// What follows a place in a company's name.
const TRADES: [&str; 24] = [
    "股份", "科技", "电子", "生物", "医药", "能源", "材料", "重工", "化工", "食品", "银行", "保险", "地产",
    "物流", "航空", "通信", "光电", "环保", "水泥", "钢铁", "有色", "纺织", "传媒", "软件",
];

/// Who acts.
const ACTORS: [&str; 24] = [
    "多家机构",
    "外资券商",
    "交易所",
    "行业协会",
    "分析人士",
    "市场监管部门",
    "多地政府",
    "投资者",
    "基金经理",
    "上市公司",
    "头部企业",
    "研究人员",
    "董事会",
    "大股东",
    "供应商",
    "下游厂商",
    "主力资金",
    "北向资金",
    "银行理财",
    "地方国企",
    "海关",
    "统计部门",
    "评级机构",
    "做市商",
];

/// What they do.
const VERBS: [&str; 32] = [
    "表示", "预计", "上调", "下调", "披露", "宣布", "收购", "出售", "增持", "减持", "发布", "启动", "完成",
    "推进", "暂停", "恢复", "扩大", "缩减", "关注", "看好", "调研", "签署", "投资", "回购", "中标", "交付",
    "下线", "投产", "申报", "受理", "否认", "澄清",
];

/// What they do it to.
const OBJECTS: [&str; 48] = [
    "年度业绩",
    "目标价",
    "产能规划",
    "新能源项目",
    "半导体材料",
    "锂电池订单",
    "原油库存",
    "铁矿石价格",
    "人民币汇率",
    "国债收益率",
    "消费复苏",
    "出口数据",
    "社会融资规模",
    "存款准备金",
    "房地产政策",
    "专项债额度",
    "碳排放配额",
    "光伏组件",
    "风电装机",
    "储能系统",
    "集成电路",
    "工业软件",
    "云计算服务",
    "人工智能平台",
    "自动驾驶测试",
    "生物疫苗",
    "创新药临床",
    "医疗器械集采",
    "白酒批价",
    "生猪存栏",
    "粮食收购",
    "棉花期货",
    "煤炭保供",
    "天然气长协",
    "航运运价",
    "快递单量",
    "机场客流",
    "票房收入",
    "游戏版号",
    "可转债发行",
    "股权激励",
    "定向增发",
    "资产重组",
    "分红方案",
    "质押比例",
    "商誉减值",
    "数据中心",
    "氢燃料电池",
];

/// Joins and closes.
const TAILS: [&str; 20] = [
    "较上年同期明显增长",
    "环比小幅回落",
    "基本符合预期",
    "好于市场预期",
    "创下年内新高",
    "仍存在不确定性",
    "有望逐步改善",
    "将于下月实施",
    "尚需履行审批程序",
    "不会对经营产生重大影响",
    "带动板块集体走强",
    "盘中一度跳水",
    "午后震荡回升",
    "成交额突破万亿元",
    "引发广泛关注",
    "进入实质性阶段",
    "供需格局偏紧",
    "成本压力犹存",
    "长期逻辑不变",
    "短期波动加大",
];

/// Latin words as they stand among the Chinese ones.
const LATIN: [&str; 16] = [
    "A股", "ETF", "IPO", "GDP", "CPI", "PMI", "5G", "AI", "LNG", "MLF", "REITs", "ESG", "FF 91", "H股",
    "ChiNext", "OLED",
];

/// Characters from which rare names are made.
const RARE: &str = "睿晟翰霖泽嘉禾弘毅博彦钧铭臻诺恒煜昊辰旭晖朗逸菲琪雯瑶妍蓓茵芷若兰桐梓楠榆槐柏杉枫澜沁溪涵渊浩瀚淼鑫垚焱犇骁骏驰腾跃";

/// How many outlets can be told apart.
pub const OUTLETS: usize = PLACES.len() * FIELDS.len() * KINDS.len();

/// The outlet of a number: its folder name in pinyin, its Chinese name.
pub fn outlet(number: usize) -> (String, String) {
    // Steps that share no factor with the lengths, so that neighbours in rank differ.
    let place = PLACES.get(number * 7 % PLACES.len());
    let field = FIELDS.get(number / PLACES.len() % FIELDS.len());
    let kind = KINDS.get(number / PLACES.len() / FIELDS.len() % KINDS.len());
    let parts = [place, field, kind];
    let pinyin = parts.iter().flatten().map(|part| part.1).collect();
    let name = parts.iter().flatten().map(|part| part.0).collect();
    (pinyin, name)
}

/// A company's name, common ones often, and in one case of ten a rare one.
pub fn company(random: &mut Random) -> String {
    let place = random.zipf(PLACES.len());
    let trade = random.pick(&TRADES);
    let place = PLACES.get(place).map_or("", |place| place.0);
    if random.below(10) > 0 {
        return format!("{place}{trade}");
    }
    let rare: Vec<char> = RARE.chars().collect();
    let mut name = String::new();
    for _ in 0..2 {
        name.extend(rare.get(random.below(rare.len())));
    }
    name + trade
}

/// A clause of 10 to 30 characters, without a mark at its end.
pub fn clause(random: &mut Random) -> String {
    let actor = match random.below(3) {
        0 => company(random),
        _ => random.pick(&ACTORS).to_owned(),
    };
    let (verb, object) = (random.pick(&VERBS), random.pick(&OBJECTS));
    match random.below(5) {
        0 => format!("{actor}{verb}{object}，{}", random.pick(&TAILS)),
        1 => format!("{actor}{verb}{}{object}", random.pick(&LATIN)),
        2 => format!("{object}{}", random.pick(&TAILS)),
        3 => format!(
            "{actor}{verb}{object}{}.{:02}%",
            1 + random.below(40),
            random.below(100)
        ),
        _ => format!("{actor}{verb}{object}约{}亿元", 1 + random.below(900)),
    }
}

/// A title of 10 to 50 characters.
pub fn title(random: &mut Random) -> String {
    let mut title = String::new();
    if random.below(3) == 0 {
        let _ = write!(title, "{}：", company(random));
    }
    title += &clause(random).replace('，', " ");
    match random.below(8) {
        0 => title += "？",
        1 => title += "！",
        2 | 3 => {
            let _ = write!(title, " {}", random.pick(&TAILS));
        }
        _ => {}
    }
    title
}

/// Sentences of together at least `length` characters.
pub fn sentences(random: &mut Random, length: usize) -> String {
    let mut text = String::new();
    let mut count = 0;
    while count < length {
        let clause = clause(random);
        count += clause.chars().count() + 1;
        text += &clause;
        text.push(if random.below(3) == 0 { '。' } else { '，' });
    }
    text.pop();
    text.push('。');
    text
}
