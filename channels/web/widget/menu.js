/** Everything that is needed seldom: larger text, the conversation as a file, deleting it. */
import {button, make} from './view.js'

const SIZES = [1, 1.25, 1.5, 2]

/** The menu as a node. */
export function menu(app) {
  const {texts} = app.words
  const talked = Boolean(app.connection.token)
  const larger = button(texts.larger, '', {className: 'choice'})
  larger.addEventListener('click', () => enlarge(app.ui))
  const download = button(texts.download, '', {className: 'choice', hidden: !talked})
  download.addEventListener('click', () => save(app))
  const remove = button(texts.delete, '', {className: 'choice', hidden: !talked})
  remove.addEventListener('click', () => {
    if (remove.textContent === texts.delete_sure) return erase(app)
    remove.textContent = texts.delete_sure // removal needs a second press
    remove.classList.add('sure')
  })
  return make('div', {role: 'group', className: 'menu', 'aria-label': texts.more}, larger, download, remove)
}

/** The next size of the text, and after the largest the first. */
function enlarge(ui) {
  const now = SIZES.indexOf(Number(ui.style.getPropertyValue('--scale') || 1))
  ui.style.setProperty('--scale', String(SIZES[(now + 1) % SIZES.length]))
}

/** The conversation as the server keeps it, readable, in the browser's downloads. */
async function save(app) {
  try {
    const text = await app.connection.call('/api/transcript?form=text', {as: 'text'})
    const href = URL.createObjectURL(new Blob([text], {type: 'text/plain;charset=utf-8'}))
    make('a', {href, download: 'ki-lotse.txt'}).click()
    setTimeout(() => URL.revokeObjectURL(href), 10_000)
  } catch (fault) {
    app.panel.warn(fault.text || app.words.texts.failed, fault.language)
  }
  app.panel.fold()
}

async function erase(app) {
  try {
    await app.connection.forget()
  } catch (fault) {
    if (fault.code !== 'gone') return app.panel.warn(fault.text || app.words.texts.failed, fault.language)
  }
  app.forget()
  app.panel.fold()
  app.panel.warn('')
  app.panel.tell(app.words.texts.deleted)
  app.panel.input.focus()
}
