// What the gates ask of a page that is open. Each function gives a list of sentences.
(() => {
  const TARGET = 44;
  const CONTROLS = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]';
  const SAME = 2; // how many of one kind are looked at: a table's rows are alike

  const named = (element) => {
    const said = (element.getAttribute('aria-label') || element.innerText || element.name || '').trim().replace(/\s+/g, ' ');
    const kind = [element.localName, ...element.classList].join('.');
    return `${kind} “${said.slice(0, 40)}”`;
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !element.closest('.visually-hidden, [inert]') && element.getClientRects().length > 0;

  const kind = (element) => {
    const parts = [];
    for (let one = element; one && parts.length < 4; one = one.parentElement) {
      parts.push(one.localName + '.' + [...one.classList].join('.'));
    }
    return parts.join('<') + (element.type || '');
  };
  const few = (elements) => {
    const counts = new Map();
    return elements.filter((one) => {
      const many = (counts.get(kind(one)) || 0) + 1;
      counts.set(kind(one), many);
      return many <= SAME;
    });
  };
  const controls = () => few([...document.querySelectorAll(CONTROLS)].filter(shown));

  // A link in a sentence is excepted (WCAG 2.5.8): there are words beside it that are no link.
  const inSentence = (link) => {
    if (link.localName !== 'a' || getComputedStyle(link).display !== 'inline') return false;
    let block = link.parentElement;
    while (block && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const letters = (node) => node.textContent.replace(/[^\p{L}\p{N}]+/gu, '').length;
    const ofLinks = block ? [...block.querySelectorAll('a, button')].reduce((sum, one) => sum + letters(one), 0) : 0;
    return Boolean(block) && letters(block) > ofLinks + 3;
  };
  // A box to tick is as large as the label that ticks it.
  const area = (element) => {
    const boxes = [element, ...(['checkbox', 'radio', 'file'].includes(element.type) ? element.labels || [] : [])]
      .map((one) => one.getBoundingClientRect());
    return {
      width: Math.max(...boxes.map((box) => box.right)) - Math.min(...boxes.map((box) => box.left)),
      height: Math.max(...boxes.map((box) => box.bottom)) - Math.min(...boxes.map((box) => box.top)),
    };
  };
  const targets = () => controls().filter((one) => !inSentence(one) && !one.disabled).flatMap((one) => {
    const { width, height } = area(one);
    const isSmall = width < TARGET - 0.5 || height < TARGET - 0.5;
    return isSmall ? [`too small to press: ${named(one)} is ${Math.round(width)}×${Math.round(height)}`] : [];
  });

  const wide = () => {
    const room = document.documentElement.clientWidth;
    const needed = document.documentElement.scrollWidth;
    if (needed <= room) return [];
    const widest = [...document.body.querySelectorAll('*')].filter((one) => shown(one) && one.getBoundingClientRect().right > room + 1);
    return [`too wide: ${needed} of ${room}${widest.length ? `, by ${named(widest[widest.length - 1])}` : ''}`];
  };

  const LOOK = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderColor', 'backgroundColor', 'textDecoration'];
  const looks = (element) => [element, ...(element.labels || []), element.parentElement, element.nextElementSibling]
    .filter(Boolean).map((one) => { const style = getComputedStyle(one); return LOOK.map((name) => style[name]).join(); }).join(';');
  const covered = (element) => {
    const all = element.getBoundingClientRect();
    const [left, top] = [Math.max(all.left, 0), Math.max(all.top, 0)];
    const box = { left, top, width: Math.min(all.right, innerWidth) - left, height: Math.min(all.bottom, innerHeight) - top };
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.8]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
    const mine = [element, ...(element.labels || [])];
    return !points.some(([x, y]) => {
      const found = document.elementFromPoint(x, y);
      return found && mine.some((one) => one.contains(found) || found.contains(one));
    });
  };
  const focus = () => {
    const wrong = [];
    const reached = few([...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
      .filter((one) => shown(one) && one.tabIndex >= 0 && !one.disabled));
    for (const one of reached) {
      document.activeElement.blur();
      const before = looks(one);
      one.focus();
      if (document.activeElement !== one) wrong.push(`cannot be focused: ${named(one)}`);
      else if (looks(one) === before) wrong.push(`the focus is not seen: ${named(one)}`);
      else if (covered(one)) wrong.push(`covered while it has the focus: ${named(one)}`);
    }
    document.activeElement.blur();
    window.scrollTo(0, 0);
    return wrong;
  };

  // A part is an element with words of its own, or to be operated, in its place: its colours are those of
  // every element above it. Each is looked at where it is met first.
  const PLACED = ['class', 'type', 'role', 'aria-current', 'aria-invalid', 'aria-expanded', 'aria-pressed', 'aria-disabled', 'readonly', 'disabled', 'open'];
  const placed = (element) => PLACED.filter((name) => element.hasAttribute(name))
    .map((name) => `[${name}=${element.getAttribute(name)}]`).join('');
  const isPart = (element) => element.matches('a, button, input, select, textarea, img, svg, [role]')
    || [...element.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
  let found = new Map();
  const parts = () => {
    found = new Map();
    const walk = (element, above) => {
      const place = `${above}<${element.localName}${placed(element)}`;
      if (isPart(element)) found.set(place, [...(found.get(place) || []), element].slice(0, SAME));
      for (const one of element.children) walk(one, place);
    };
    walk(document.body, '');
    return [...found.keys()];
  };
  // What sticks to an edge of the window covers a part of what is there until one scrolls: axe would
  // take that part for small. Where focus goes it must not be covered, which `focus` looks at.
  const axe = async (of, options) => {
    const sticky = Array.from(document.querySelectorAll(".not-voted, .paper-bar"));
    sticky.forEach((one) => { one.style.position = "static"; });
    try {
      return await window.axe.run(of, options);
    } finally {
      sticky.forEach((one) => { one.style.position = ""; });
    }
  };
  const axeOfParts = ({ places, options }) => axe({ include: places.flatMap((one) => found.get(one)) }, options);
  const axeOfPage = (options) => axe(document, options);

  window.gates = { targets, wide, focus, parts, axeOfParts, axeOfPage };
})();
