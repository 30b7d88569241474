import assert from 'node:assert/strict'
import {test} from 'node:test'
import {found, plain} from '../../channels/web/widget/languages.js'
import {pieces, voiceFor} from '../../channels/web/widget/speech.js'
import {Tabs} from '../../channels/web/widget/tabs.js'

const LANGUAGES = [
  {code: 'de', autonym: 'Deutsch', names: 'deutsch german almanca'},
  {code: 'tr', autonym: 'Türkçe', names: 'türkisch turkish'},
  {code: 'kmr', autonym: 'Kurmancî', names: 'kurmandschi kurdisch kurdish'},
  {code: 'ar', autonym: 'العربية', names: 'arabisch arabic'},
]
const codes = text => found(LANGUAGES, text).map(({code}) => code)

test('a language is found by its own name, without marks, and by what others call it', () => {
  assert.deepEqual(codes('turkce'), ['tr'])
  assert.deepEqual(codes('TÜRK'), ['tr'])
  assert.deepEqual(codes('almanca'), ['de'])
  assert.deepEqual(codes('عرب'), ['ar'])
  assert.deepEqual(codes('kurd'), ['kmr'])
  assert.deepEqual(codes('xyz'), [])
  assert.equal(codes('  ').length, 4)
})

test('letters lose their marks and their size', () => {
  assert.equal(plain('ÇİĞ ış'), 'cig is')
})

test('only a voice on the device reads, and only its own language', () => {
  const local = {lang: 'tr_TR', localService: true}
  const remote = {lang: 'de-DE', localService: false}

  assert.equal(voiceFor('tr', [remote, local]), local)
  assert.equal(voiceFor('de-x-easy', [remote, local]), null)
  assert.equal(voiceFor('ti', [local]), null)
})

test('a text is read in pieces that lose nothing but spaces', () => {
  const text = `Erster Satz. Zweiter? ${'lang '.repeat(90)}\n- Punkt eins\n- Punkt zwei`
  const all = pieces(text)

  assert.ok(all.every(piece => piece.length <= 200))
  assert.equal(all.join('').replace(/\s/g, ''), text.replace(/\s/g, ''))
})

/** Two tabs of one site. */
async function tabs(context, first, second) {
  const heard = []
  const tab = (mine, name) => new Tabs('test', {
    mine: () => mine,
    given: token => heard.push([name, 'given', token]),
    ended: () => heard.push([name, 'ended']),
  })
  const both = [tab(first, 'one'), tab(second, 'two')]
  context.after(() => both.forEach(each => each.close()))
  return {both, heard, later: () => new Promise(resolve => setTimeout(resolve, 50))}
}

test('a new tab gets the token of one that has a conversation', async context => {
  const {both, heard, later} = await tabs(context, 'abc', null)

  both[1].ask()
  await later()

  assert.deepEqual(heard, [['two', 'given', 'abc']])
})

test('a tab with a conversation of its own keeps it', async context => {
  const {both, heard, later} = await tabs(context, 'abc', 'xyz')

  both[1].give('xyz')
  both[0].end('abc')
  await later()

  assert.deepEqual(heard, [])
})

test('a conversation that ends in one tab ends in the others', async context => {
  const {both, heard, later} = await tabs(context, 'abc', 'abc')

  both[0].end('abc')
  await later()

  assert.deepEqual(heard, [['two', 'ended']])
})
