/** The languages by their own names, with a search that knows what others call them. */
import {button, make} from './view.js'

/** Letters without their marks, small, so that "turkce" finds "Türkçe". */
export function plain(text) {
  return text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/ı/g, 'i')
}

/** The languages that a search finds: by their own name first, then by their code or another name. */
export function found(languages, text) {
  const sought = plain(text.trim())
  if (!sought) return languages
  const own = languages.filter(({autonym}) => plain(autonym).includes(sought))
  const named = languages.filter(({code, names}) => ` ${plain(`${code} ${names}`)}`.includes(` ${sought}`))
  return [...own, ...named.filter(each => !own.includes(each))]
}

/** The list as a node: a search, and a button a language. */
export function languageList(app) {
  const {texts, languages, language} = app.words
  const list = make('ul', {className: 'languages'})
  const none = make('p', {className: 'small', role: 'status'})
  const search = make('input', {type: 'search', id: 'search', autocomplete: 'off', spellcheck: false, dir: 'auto'})
  const fill = () => {
    const shown = found(languages, search.value)
    list.textContent = ''
    list.append(...shown.map(each => make('li', {}, languageButton(app, each, each.code === language))))
    none.textContent = shown.length ? '' : texts.language_none
  }
  search.addEventListener('input', fill)
  search.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !list.firstChild) return
    event.preventDefault()
    list.querySelector('button').click()
  })
  fill()
  return make('div', {role: 'group', 'aria-label': texts.language},
    make('label', {for: 'search'}, texts.language_search), search, none, list)
}

function languageButton(app, {code, autonym, direction, button: id}, current) {
  const node = button(autonym, '', {className: 'choice', lang: code, dir: direction})
  if (current) node.setAttribute('aria-current', 'true')
  node.addEventListener('click', () => choose(app, code, autonym, id))
  return node
}

/** A language chosen in the middle of a conversation is said in it, so that the assistant follows. */
async function choose(app, code, autonym, id) {
  app.panel.fold()
  if (app.connection.token) app.say(autonym, id)
  try {
    await app.speak(code)
  } catch (fault) {
    app.panel.warn(fault.text || app.words.texts.failed, fault.language)
  }
}
