/** The widget's styles hold in its oldest browsers: what is newer stands inside of `@supports`, or below with a reason. */

/** By name, without "css-" before it: what is seen where it lacks. */
const HARMLESS = {
  '(forced-colors)': 'high contrast as the system has it, without our touches',
  '@page': 'the margins of the browser, on paper only',
  'color-scheme': 'light scroll bars and boxes; our own colours are set beside it',
  cursor: 'Firefox on a phone has no cursor',
  'extended-system-fonts': 'the next font of the list',
  'field-sizing': 'a box that does not grow, but scrolls',
  'focus-visible': 'floor/focus-visible looks after it',
  'font-family: ui-monospace': 'the next font of the list',
  'overscroll-behavior': 'the page behind may scroll along',
  'paged-media': 'as @page',
  resize: 'a box on a phone has no handle',
  'text-underline-offset': 'the line stands where the font has it',
  'text-wrap': 'a line breaks elsewhere',
  'touch-action': 'Safari on a desk has no touch; iOS 14 knows it',
}

export default {
  plugins: ['./floor/styles.js'],
  reportDescriptionlessDisables: true,
  reportInvalidScopeDisables: true,
  reportNeedlessDisables: true,
  rules: {
    'floor/focus-visible': true,
    'floor/unsupported': [true, {harmless: HARMLESS}],
    'block-no-empty': true,
    'color-no-invalid-hex': true,
    'declaration-block-no-duplicate-custom-properties': true,
    'function-no-unknown': true,
    'media-feature-name-no-unknown': true,
    'no-duplicate-selectors': true,
    'no-invalid-double-slash-comments': true,
    'property-no-unknown': true,
    'selector-pseudo-class-no-unknown': true,
    'selector-pseudo-element-no-unknown': true,
    'selector-type-no-unknown': [true, {ignore: ['custom-elements']}],
    'unit-no-unknown': true,
  },
}
