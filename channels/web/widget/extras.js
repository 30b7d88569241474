/** What is not needed for an answer, by its name: loaded when it is first wanted. */
import {answerActions} from './answer.js'
import {languageList} from './languages.js'
import {menu} from './menu.js'
import {button, make} from './view.js'

/** Its style, once a panel. */
export function dress(app) {
  if (app.dressed) return app.dressed
  const link = make('link', {rel: 'stylesheet', href: new URL('extras.css', import.meta.url).href})
  app.dressed = new Promise(resolve => { link.onload = link.onerror = resolve })
  app.ui.before(link)
  return app.dressed
}

export const extras = {
  /** The list of languages under the button of the head, or away again. */
  language(app, opener) {
    if (opener.getAttribute('aria-expanded') === 'true') return app.panel.fold()
    app.panel.unfold(opener, languageList(app))
  },

  /** Everything else that can be done. */
  more(app, opener) {
    if (opener.getAttribute('aria-expanded') === 'true') return app.panel.fold()
    app.panel.unfold(opener, menu(app))
  },

  /** What can be done with an answer. */
  answer(app, node, item) {
    node.querySelector('.bubble').after(answerActions(app, node, item))
  },

  /** Photos and files are not taken: where a letter can be shown. */
  async files(app) {
    const {texts, entries, language, direction} = app.words
    app.conversation.note({author: 'bot', language, direction, text: texts.files})
    await app.show(entries.files)
    const {log} = app.panel
    const notes = log.querySelectorAll('.message')
    log.scrollTop = notes[notes.length - 2].offsetTop - 8 // both in view
  },

  /** "Is this your own phone?" Only then may the token stay on it, until the case ends. */
  own(app, question) {
    const {texts} = app.words
    const answer = own => () => {
      app.asked = app.connection.token
      if (own) app.store.keep(true)
      question.hidden = true
      app.panel.input.focus()
    }
    const choice = (text, act) => {
      const node = button(text, '', {className: 'choice'})
      node.addEventListener('click', act)
      return node
    }
    question.textContent = ''
    question.setAttribute('aria-label', texts.own_phone)
    question.append(make('strong', {}, texts.own_phone), make('p', {className: 'small'}, texts.own_help),
      choice(texts.yes, answer(true)), choice(texts.no, answer(false)))
    question.hidden = false
  },
}
