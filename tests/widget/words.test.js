import assert from 'node:assert/strict'
import {readFile, readdir} from 'node:fs/promises'
import {test} from 'node:test'
import {WORDS, wordsFor} from '../../channels/web/widget/words.js'

const TEXTS = new URL('../../faq/texts/', import.meta.url)
const KEYS = {open: 'widget_open', close: 'widget_close', offline: 'widget_offline', unavailable: 'error_unavailable'}

test('every language of the texts has the launcher\'s words', async () => {
  const files = await readdir(TEXTS)

  const languages = files.filter(name => name.endsWith('.yml')).map(name => name.slice(0, -4))
  assert.deepEqual(Object.keys(WORDS).sort(), languages.sort())
})

for (const [language, words] of Object.entries(WORDS)) {
  test(`the launcher's words are those of the texts: ${language}`, async () => {
    const texts = await readFile(new URL(`${language}.yml`, TEXTS), 'utf8')

    for (const [name, key] of Object.entries(KEYS)) {
      assert.ok(texts.includes(`"${key}": "${words[name]}"`), `${key} is not "${words[name]}" in ${language}.yml`)
    }
  })
}

test('a language with a region is spoken, an unknown one is German, Arabic runs to the left', () => {
  assert.equal(wordsFor('tr-TR').open, 'Sohbeti aç')
  assert.equal(wordsFor('xx').language, 'de')
  assert.equal(wordsFor('de-x-easy').language, 'de-x-easy')
  assert.equal(wordsFor('AR').direction, 'rtl')
})
