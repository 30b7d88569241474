/** What can be done with an answer: the German original, reading aloud, a slip, copying, sharing, saying whether it helped. */
import {speechButton} from './speech.js'
import {blocksOf, button, make} from './view.js'

const REASONS = ['wrong', 'unclear', 'missing', 'other']

/** The row under an answer. */
export function answerActions(app, node, item) {
  const {language, direction} = app.words
  const own = {lang: language, dir: direction}
  const tools = make('div', {className: 'tools'},
    item.language === 'de' ? null : original(app, node, item),
    speechButton(app, item),
    slip(app, item),
    copy(app, item),
    share(app, item))
  const said = Number.isInteger(item.seq) // an answer from a link is nobody's reply
  return make('div', {className: 'actions', 'aria-live': 'off', ...own}, tools, said ? helped(app, item) : null)
}

/** A quiet button that does something when it is pressed. */
function tool(text, act) {
  const node = button(text, '', {className: 'tool'})
  node.addEventListener('click', () => act(node))
  return node
}

/** The binding German words, below those in the reader's language. */
function original(app, node, {entry}) {
  let shown = null
  const toggle = tool(app.words.texts.original, async () => {
    if (shown) shown.hidden = !shown.hidden
    else {
      try {
        shown = make('div', {className: 'original', lang: 'de', dir: 'ltr'}, ...blocksOf(await app.connection.answer(entry, 'de')))
        node.querySelector('.bubble').append(shown)
      } catch (fault) {
        return app.panel.warn(fault.text || app.words.texts.failed, fault.language)
      }
    }
    toggle.setAttribute('aria-expanded', String(!shown.hidden))
  })
  toggle.setAttribute('aria-expanded', 'false')
  return toggle
}

/** A page of the service with both languages side by side, to print and to show at a counter. */
function slip({origin, words}, {entry, language}) {
  const href = `${origin}/slip/${encodeURIComponent(entry)}?language=${encodeURIComponent(language)}`
  return make('a', {className: 'tool', href, target: '_blank', rel: 'noopener'}, words.texts.slip)
}

/** Says for a moment that something was copied, on its button and to a screen reader. */
function confirm({panel, words: {texts}}, node) {
  const {textContent} = node
  if (textContent === texts.copied) return
  node.textContent = texts.copied
  panel.tell(texts.copied)
  setTimeout(() => {
    node.textContent = textContent
    if (panel.status.textContent === texts.copied) panel.tell('')
  }, 2_000)
}

function copy(app, item) {
  return tool(app.words.texts.copy, async node => {
    try {
      await navigator.clipboard.writeText(item.text)
      confirm(app, node)
    } catch (refused) {
      getSelection().selectAllChildren(node.closest('.message').firstChild) // the reader can copy it by hand
    }
  })
}

/** A link to this page that opens the answer. */
function share(app, {entry}) {
  return tool(app.words.texts.share, async node => {
    const url = `${location.href.split('#')[0]}#ki-lotse=${entry}`
    try {
      if (navigator.share) return await navigator.share({url})
      await navigator.clipboard.writeText(url)
      confirm(app, node)
    } catch (cancelled) {
      // Nothing was shared, as the reader wanted.
    }
  })
}

/** "Was this helpful?", and if not, why. */
function helped(app, item) {
  const {texts} = app.words
  const name = `helped-${item.seq}`
  const box = make('div', {className: 'helped', role: 'group', 'aria-labelledby': name}, make('span', {id: name}, texts.helpful))
  const turn = (title, buttons) => {
    box.textContent = ''
    box.append(make('span', {id: name, tabIndex: -1}, title), ...buttons)
    box.firstChild.focus() // the button that was pressed is gone
  }
  const rate = async (helpful, reason, title, buttons) => {
    try {
      await app.connection.call('/api/feedback', {method: 'POST', body: {seq: item.seq, helpful, reason}})
      turn(title, buttons)
    } catch (fault) {
      app.panel.warn(fault.text || texts.failed, fault.language)
    }
  }
  const person = () => button(app.words.person.title, 'person', {className: 'tool'})
  const reasons = () => REASONS.map(each =>
    tool(texts[`reason_${each}`], () => rate(false, each, texts.thanks_person, [person()])))
  box.append(tool(texts.yes, () => rate(true, '', texts.thanks, [])),
    tool(texts.no, () => rate(false, '', texts.reason, reasons())))
  return box
}
