/** Messages to nodes. Text goes in by textContent only; whatever is said carries its own `lang` and `dir`. */

const SAFE = /^(https?:\/\/|tel:|mailto:)/i
const ICONS = {
  chat: 'M4 5h16v11H10l-5 4v-4H4zM8 9h8M8 12.5h5',
  close: 'M6 6l12 12M18 6L6 18',
  globe: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 9h17M3.5 15h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
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
    ...item.blocks?.length ? item.blocks.map(block) : [make('p', {className: 'text'}, item.text)],
    ...item.sources?.length ? sources(item, noted) : [],
    ...(item.notes ?? []).map(note => make('p', {className: 'small', ...noted}, note))),
  item.buttons?.length ? buttons(item, own, press) : null)
}

/** Shows how it is with a resident's own message: its text as stored, or a way to send it again. */
export function updateMessage(node, item, texts, ui) {
  if (item.author !== 'resident') return
  node.lang = item.language || ui.language
  if (node.dataset.status === item.status) return
  node.dataset.status = item.status
  node.querySelector('.text').textContent = item.text // the server may have masked a number
  node.querySelector('.again')?.remove()
  node.classList.toggle('failed', item.status === 'failed')
  if (item.status !== 'failed') return
  const retry = make('button', {type: 'button', 'data-action': 'retry', 'data-key': item.key}, texts.retry)
  node.append(make('p', {className: 'again', lang: ui.language, dir: ui.direction}, retry))
}

function block({type, ordered, children = [], items = []}) {
  if (type === 'list') return make(ordered ? 'ol' : 'ul', {}, ...items.map(item => make('li', {}, ...item.map(inline))))
  return make('p', {}, ...children.map(inline))
}

function inline({type, text, href = ''}) {
  if (type === 'link' && SAFE.test(href)) return link(text, href)
  return type === 'strong' ? make('strong', {}, text) : text
}

function link(text, href) {
  if (/^https?:/i.test(href)) return make('a', {href, rel: 'noopener noreferrer', target: '_blank'}, bidi(text))
  return make('a', {href, rel: 'noopener'}, make('bdi', {dir: 'ltr'}, text)) // telephone numbers and addresses
}

/** A web address reads from left to right; a link's words read as they do. */
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
  } catch {
    return null
  }
  const name = inline({type: 'link', text: host.replace(/^www\./, ''), href: url})
  return make('li', {}, name, ' · ', make('bdi', {}, seen))
}

function buttons({buttons: all, buttons_title: title}, own, press) {
  const group = make('div', {className: 'choices', role: 'group', ...own})
  if (title) {
    group.setAttribute('aria-label', title)
    group.append(make('p', {className: 'small', dir: 'auto', 'aria-hidden': 'true'}, title))
  }
  for (const button of all) {
    const className = `choice ${button.kind}`
    const node = make('button', {type: 'button', className, lang: button.language, dir: 'auto'}, button.title)
    node.addEventListener('click', () => {
      if (node.getAttribute('aria-disabled') === 'true') return
      node.setAttribute('aria-disabled', 'true')
      press(button)
    })
    group.append(node)
  }
  return group
}
