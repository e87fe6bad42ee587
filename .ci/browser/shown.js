// What a browser shows of each post, and what of it finews means to show otherwise.
//
// For the HTML of one post, `read` gives its `text` (as `innerText` has it: hidden things and list markers left out),
// the `links` in it that can be followed, and `used`: how often each exception was met. The exceptions are those of
// tests/posts/markup/exceptions.txt, by the same names.

const BLOCKS = 'p, div, li, dd, dt, blockquote, pre, h1, h2, h3, h4, h5, h6, td, th, center';
const PLACES = /^https?:$/;

const drop = (element) => element.remove();
const around = (element, before, after) => { element.prepend(before); element.append(after); };
const shown = (element) => element.innerText.replace(/\s+/g, ' ').trim();
const sides = (element) => ['width', 'height'].map((side) => parseInt(element.getAttribute(side)));
const pixel = (element) => sides(element).some(isFinite) && Math.max(...sides(element).filter(isFinite)) <= 1;

// Each: what it concerns, and what finews shows in its place. A rule that answers `false` did not concern it.
const RULES = {
  // First, for what stands in a closed one is seen from here on.
  'details-open': ['details:not([open])', (e) => { e.open = true; }],
  'indented-text': ['pre > code', (e) => {
    // The lines of a code block that a post indents by accident: tags in them are tags.
    if (!/^\s*<\/?(p|div|table|h[1-6]|ul|ol|center|section)\b/.test(e.textContent)) return false;
    e.innerHTML = e.textContent;
  }],
  'outlet': ['p, div, li, center', (e) => {
    if (!/^[（(]\s*文章来源\s*[：:][^。\n]{1,60}[)）]$/.test(shown(e)) || e.querySelector('p')) return false;
    drop(e);
  }],
  'image-text': ['img[alt]', (e) => {
    const alt = e.alt.trim();
    if (!alt || /^(image|img|picture|photo|图|图片)$/i.test(alt) || pixel(e)) return false;
    e.replaceWith(alt);
  }],
  'frame-links': ['iframe, video, audio, embed, object', (e) => {
    const source = e.getAttribute('src') || e.getAttribute('data') || e.querySelector('source')?.getAttribute('src');
    const title = (e.title || e.getAttribute('aria-label') || '').trim();
    const place = source && new URL(source, document.baseURI);
    const link = document.createElement('a');
    if (place && PLACES.test(place.protocol)) link.href = place;
    link.textContent = title || (link.hasAttribute('href') ? place.href : '');
    if (pixel(e)) return false;
    e.replaceWith(link, ...(e.localName === 'object' ? e.childNodes : []));
  }],
  'ruby-brackets': ['rt', (e) => { if (!e.textContent.trim()) return false; around(e, '(', ')'); }],
  'deletion-marks': ['del, s, strike', (e) => {
    if (!e.innerText.trim()) return false;
    const inside = [...e.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS) && block.innerText.trim());
    (inside.length ? inside : [e]).forEach((block) => around(block, '~~', '~~'));
  }],
  'quotation-marks': ['q', (e) => { if (!e.innerText.trim()) return false; around(e, '“', '”'); }],
  'raised-and-lowered': ['sup, sub', function script(e) {
    [...e.querySelectorAll('sup, sub')].reverse().forEach((inner) => inner.isConnected && script(inner));
    const lowered = e.localName === 'sub';
    const [from, to] = lowered
      ? ['0123456789+-−=(),aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎,ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ']
      : ['0123456789+-−=(),abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW',
        '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾,ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ'];
    const text = e.textContent;
    // Not where a part of it can be followed, or is more than stressed.
    if (e.querySelector(':not(a[href^="#"], b, strong, i, em, cite, dfn, var, span, font, small, big, u, mark)')) return false;
    if (!lowered && /^[A-Za-z]{2,}$/.test(text)) return false;
    const moved = [...text].map((c) => [...to][[...from].indexOf(c)]);
    if (text.trim() && moved.every(Boolean) && moved.join('') !== text) { e.replaceWith(moved.join('')); return true; }
    const range = document.createRange();
    range.setStart(e.closest(BLOCKS) || e.parentNode, 0);
    range.setEndBefore(e);
    const word = lowered ? /^[\p{L}\p{N}]$/u : /^(?!\p{Script=Han})[\p{L}\p{N}]$/u;
    const length = [...text].length;
    if (!/(?:(?!\p{Script=Han})[\p{L}\p{N}]|[)\]）])$/u.test(range.toString()) || length > 16) return false;
    if (length === 1 && word.test(text)) e.replaceWith((lowered ? '_' : '^') + text);
    else if (length > 1 && [...text].every((c) => word.test(c) || '+-−*/.,=()'.includes(c))) {
      e.replaceWith(`${lowered ? '_' : '^'}(${text})`);
    } else return false;
    return true;
  }],
  'tick-boxes': ['input[type=checkbox], input[type=radio]', (e) => { e.replaceWith(e.checked ? '☑' : '☐'); }],
  'fields': ['input', (e) => { if (e.type === 'hidden' || !e.value) return false; drop(e); }],
  'decorations-no-links': ['a.keytip, a.infokey, a.em_stock_key_common, a.EmImageRemark', (e) => { e.removeAttribute('href'); }],
  'footnote-arrows': ['a.reversefootnote', drop],
};

// What `innerText` holds and no eye sees: what is clear, cut away, shut in a box without room, moved off the page.
const AREA = /^(?:rect\(([^)]*)\)|inset\((?:[5-9]\d|100)%\)|circle\(0(?:px|%)?\b.*)$/;
const cut = (value) => {
  const match = AREA.exec(value);
  if (!match || !match[1]) return !!match;
  const [top, right, bottom, left] = match[1].split(/[\s,]+/).map(parseFloat);
  return bottom - top <= 1 || right - left <= 1;
};
function unseen(element) {
  const style = getComputedStyle(element);
  const narrow = element.clientHeight <= 1 || element.clientWidth <= 1;
  return style.opacity === '0' || style.filter === 'opacity(0)' || cut(style.clipPath)
    || (/absolute|fixed/.test(style.position) && cut(style.clip))
    || (/^(?:block|inline-block|flow-root|flex|grid|list-item)$/.test(style.display) && narrow && style.overflow !== 'visible');
}
function unwritten(text) {
  const style = getComputedStyle(text.parentElement);
  const painted = style.webkitBackgroundClip === 'text' || style.textShadow !== 'none';
  if (style.fontSize === '0px' || (/^rgba\(.*, 0\)$/.test(style.webkitTextFillColor) && !painted)) return true;
  const range = document.createRange();
  range.selectNodeContents(text);
  const places = [...range.getClientRects()];
  return places.length > 0 && places.every((r) => r.right <= 0 || r.bottom + scrollY <= 0 || r.width * r.height === 0);
}

// Makes `innerText` see as an eye does, and what stands in a field.
function open_eyes(box) {
  const elements = [...box.querySelectorAll('*')];
  const hidden = elements.filter(unseen);
  const texts = elements.flatMap((e) => [...e.childNodes]).filter((node) => node.nodeType === 3 && node.data.trim());
  texts.filter(unwritten).forEach((text) => { text.data = ''; });
  hidden.forEach((element) => { element.style.setProperty('display', 'none', 'important'); });
  for (const element of elements) {
    if (element.localName === 'textarea') element.replaceWith(element.value);
    if (element.closest('svg defs, svg title, svg desc, svg metadata')) element.textContent = '';
    if (element.localName === 'mi') element.style.textTransform = 'none';
  }
}

const seen = (element) => element.checkVisibility({ visibilityProperty: true });

function read(html) {
  const box = document.createElement('div');
  box.innerHTML = html;
  document.body.append(box);
  const used = {};
  open_eyes(box);
  for (const [name, [selector, rule]] of Object.entries(RULES)) {
    for (const element of box.querySelectorAll(selector)) {
      if (element.isConnected && seen(element) && rule(element) !== false) used[name] = (used[name] || 0) + 1;
    }
  }
  // `innerText` goes by the source, the eye by where things stand: the foot of a table last.
  box.querySelectorAll('tfoot').forEach((foot) => foot.parentNode.append(foot));
  const links = [...box.querySelectorAll('a[href]')]
    .filter((a) => a.innerText.trim() && seen(a) && /^[^#]/.test(a.getAttribute('href').trim()) && PLACES.test(a.protocol))
    .map((a) => a.href);
  const answer = { text: box.innerText, links, used };
  box.remove();
  return answer;
}
