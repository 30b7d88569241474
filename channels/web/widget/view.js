/** Messages to nodes. Text goes in by textContent only; whatever is said carries its own `lang` and `dir`. */

const SAFE = /^(https?:\/\/|tel:|mailto:)/i
const SOME = 6 // so many buttons are shown at once
const ICONS = {
  close: 'M6 6l12 12M18 6L6 18',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 9h17M3.5 15h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20c.5-4 3.5-5.5 7.5-5.5s7 1.5 7.5 5.5',
  phone: 'M6 4h3l1.5 4.5-2 1.5a11 11 0 0 0 5.5 5.5l1.5-2L20 15v3.5A1.5 1.5 0 0 1 18.5 20 14.5 14.5 0 0 1 4 5.5 1.5 1.5 0 0 1 6 4z',
  send: 'M4 12h14M12 5.5l6.5 6.5-6.5 6.5',
}

/** A node with properties, attributes (by `aria-`, `data-`, `role`, `for`) and children; null children are left out. */
export function make(tag, properties = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (/^(aria-|data-|role$|for$)/.test(name)) node.setAttribute(name, value)
    else node[name] = value
  }
  node.append(...children.filter(child => child !== null))
  return node
}

/** A button that does something; `properties` as for `make`. */
export function button(text, action, properties = {}, ...before) {
  return make('button', {type: 'button', ...action ? {'data-action': action} : {}, ...properties}, ...before, text)
}

/** A picture that nobody needs to hear of. */
export function icon(name) {
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  svg.setAttribute('class', `icon icon-${name}`)
  const path = document.createElementNS(space, 'path')
  path.setAttribute('d', ICONS[name])
  svg.append(path)
  return svg
}

/** A message's node. `texts` and `ui` {language, direction} are the widget's own; `press` hears of buttons. */
export function messageNode(item, texts, ui, press) {
  const own = {lang: ui.language, dir: ui.direction}
  const who = {resident: texts.you, bot: texts.assistant, staff: texts.staff}[item.author]
  const noted = {lang: item.notes_language || ui.language, dir: 'auto'}
  const seen = item.author === 'staff' ? 'who' : 'who unseen'
  return make('div', {
    className: `message ${item.author}`,
    lang: item.language || ui.language,
    dir: item.author === 'bot' && item.direction || 'auto', // people mix scripts
  },
  make('div', {className: 'bubble'},
    make('p', {className: seen, ...own}, `${who}:`),
    item.leave ? leave(texts, own) : null,
    ...blocksOf(item),
    ...item.sources?.length ? sources(item, noted) : [],
    ...(item.notes ?? []).map(note => make('p', {className: 'small', ...noted}, note))),
  item.buttons?.length ? choices(item, texts, own, press) : null)
}

/** What a message says. */
export function blocksOf({blocks, text}) {
  return blocks?.length ? blocks.map(block) : [make('p', {className: 'text', dir: 'auto'}, text)]
}

/** Shows how it is with a resident's own message: its text as stored, or a way to send it again. */
export function updateMessage(node, item, texts, ui) {
  if (item.author !== 'resident') return
  node.lang = item.language || ui.language
  if (node.dataset.status === item.status) return
  node.dataset.status = item.status
  const text = node.querySelector('.text')
  if (text.textContent !== item.text) text.textContent = item.text // the server has masked a number
  node.querySelector('.again')?.remove()
  node.classList.toggle('failed', item.status === 'failed')
  if (item.status !== 'failed') return
  const retry = button(texts.retry, 'retry', {'data-key': item.key})
  node.append(make('p', {className: 'again', lang: ui.language, dir: ui.direction}, retry))
}

/** For people in danger: away from here in one tap. */
function leave(texts, own) {
  return make('p', {className: 'away', ...own},
    button(texts.leave, 'leave', {className: 'leave'}), make('span', {className: 'small'}, texts.leave_help))
}

function block({type, ordered, children = [], items = []}) {
  if (type === 'list') return make(ordered ? 'ol' : 'ul', {}, ...items.map(item => make('li', {}, ...item.map(inline))))
  return make('p', {}, ...children.map(inline))
}

function inline({type, text, href = ''}) {
  if (type === 'link' && SAFE.test(href)) return link(text, href)
  return type === 'strong' ? make('strong', {}, text) : text
}

/** A link; its text as `bdi`, telephone numbers and addresses from left to right. */
export function link(text, href) {
  if (/^https?:/i.test(href)) return make('a', {href, rel: 'noopener noreferrer', target: '_blank'}, bidi(text))
  return make('a', {href, rel: 'noopener'}, make('bdi', {dir: 'ltr'}, text))
}

function bidi(text) {
  return make('bdi', /^(https?:|www\.)/i.test(text) ? {dir: 'ltr'} : {}, text)
}

function sources({sources: all, sources_title: title}, noted) {
  const heading = title ? make('p', {className: 'small', ...noted}, `${title}:`) : null
  return [heading, make('ul', {className: 'small sources'}, ...all.map(source))]
}

function source({url, seen}) {
  let host = ''
  try {
    host = new URL(url).hostname
  } catch (fault) {
    return null
  }
  const name = inline({type: 'link', text: host.replace(/^www\./, ''), href: url})
  return make('li', {}, name, ' · ', make('bdi', {}, seen))
}

function choices({buttons: all, buttons_title: title}, texts, own, press) {
  const group = make('div', {className: 'choices', ...own})
  if (title) {
    group.setAttribute('role', 'group')
    group.setAttribute('aria-label', title)
    group.append(make('p', {className: 'small', dir: 'auto', 'aria-hidden': 'true'}, title))
  }
  const last = all[all.length - 1] // the way to a person, where there is one, stays in view
  const late = all.length > SOME + 1 ? all.slice(SOME - 1, -1) : []
  for (const each of all) {
    const node = choice(each, press)
    node.hidden = late.includes(each)
    if (each === last && late.length) group.append(rest(group, texts))
    group.append(node)
  }
  return group
}

function choice(each, press) {
  const node = button(each.title, '', {className: `choice ${each.kind}`, lang: each.language, dir: 'auto'})
  node.addEventListener('click', () => {
    if (node.getAttribute('aria-disabled') === 'true') return
    node.setAttribute('aria-disabled', 'true')
    press(each)
  })
  return node
}

function rest(group, texts) {
  const node = button(texts.show_more, '', {className: 'choice all', 'aria-expanded': 'false'})
  node.addEventListener('click', () => {
    const hidden = [...group.querySelectorAll('[hidden]')]
    for (const each of hidden) each.hidden = false
    hidden[0].focus() // the button that was pressed goes away
    node.remove()
  })
  return node
}
