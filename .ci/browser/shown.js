// What a browser shows of each post, and what of it finews means to show otherwise.
//
// `posts` is a list of HTML texts. For each the answer has `text` (as `innerText` gives it: hidden things and list
// markers left out), `links` (addresses that can be followed), `all` (hidden text too) and `used` (how often each
// exception was met). The exceptions are those of tests/posts/markup/exceptions.txt, by the same names.

const drop = (element) => element.remove();
const put = (element, text) => element.replaceWith(text);
const around = (element, before, after) => { element.prepend(before); element.append(after); };
const shown = (element) => element.innerText.replace(/\s+/g, ' ').trim();
const sides = (element) => ['width', 'height'].map((side) => parseInt(element.getAttribute(side)));

// Each: what it concerns, and what finews shows in its place. A rule that answers `false` did not concern it.
const RULES = {
  'outlet': ['p, div, li, center', (e) => {
    if (!/^[（(]\s*文章来源\s*[：:][^。\n]{1,60}[)）]$/.test(shown(e)) || e.querySelector('p')) return false;
    drop(e);
  }],
  'image-text': ['img[alt]', (e) => {
    const alt = e.alt.trim();
    if (!alt || /^(image|img|picture|photo|图|图片)$/i.test(alt)) return false;
    if (sides(e).some((side) => side <= 1)) return false;
    put(e, alt);
  }],
  'frame-text': ['iframe, video, audio, embed, object', (e) => {
    const name = (e.title || e.getAttribute('aria-label') || '').trim();
    if (!name) return false;
    put(e, name);
  }],
  'details-open': ['details:not([open])', (e) => { e.open = true; }],
  'ruby-brackets': ['rt', (e) => { if (!e.textContent.trim()) return false; around(e, '(', ')'); }],
  'deletion-marks': ['del, s, strike', (e) => {
    if (!e.innerText.trim() && !e.querySelector('img[alt]')) return false;
    around(e, '~~', '~~');
  }],
  'quotation-marks': ['q', (e) => { if (!e.innerText.trim()) return false; around(e, '“', '”'); }],
  'raised-and-lowered': ['sup, sub', (e) => {
    const [from, to] = e.localName === 'sub'
      ? ['0123456789+-=()', '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'] : ['0123456789+-=()n', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ'];
    const text = e.textContent;
    if (!text.trim() || e.querySelector('*')) return false;
    if ([...text].every((c) => from.includes(c))) e.textContent = [...text].map((c) => [...to][from.indexOf(c)]).join('');
    else if (e.localName === 'sup' && /^[A-Za-z0-9+-]+$/.test(text) && (text.length === 1 || /\d/.test(text))) e.prepend('^');
    else return false;
  }],
  'decorations-no-links': ['a.keytip, a.infokey, a.em_stock_key_common, a.EmImageRemark', (e) => { e.removeAttribute('href'); }],
  'pictures-of-text': ['svg, math', (e) => {
    e.querySelectorAll('title, desc, defs, metadata, annotation, annotation-xml, style, script').forEach(drop);
    put(e, e.textContent);
  }],
  'footnote-arrows': ['a.reversefootnote', drop],
};

// Text that takes no room on the screen, though `innerText` has it.
function unseen(element) {
  const style = getComputedStyle(element);
  return style.fontSize === '0px' || style.opacity === '0';
}

function read(html) {
  const box = document.createElement('div');
  box.innerHTML = html;
  document.body.append(box);
  const used = {};
  box.querySelectorAll('*').forEach((e) => { if (unseen(e)) e.style.display = 'none'; });
  for (const [name, [selector, rule]] of Object.entries(RULES)) {
    for (const element of box.querySelectorAll(selector)) {
      const visible = element.checkVisibility({ visibilityProperty: true });
      // Display none, or within something that is.
      if (!visible && !element.closest('details:not([open])')) continue;
      if (rule(element) !== false) used[name] = (used[name] || 0) + 1;
    }
  }
  const links = [...box.querySelectorAll('a[href]')]
    .filter((a) => a.innerText.trim() && a.checkVisibility({ visibilityProperty: true }))
    .filter((a) => !a.getAttribute('href').trim().startsWith('#') && /^https?:$/.test(a.protocol))
    .map((a) => a.href);
  const answer = { text: box.innerText, all: box.textContent, links, used };
  box.remove();
  return answer;
}
