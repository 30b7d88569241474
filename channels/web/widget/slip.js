// The slip's print button: there is none without JavaScript.

const button = document.querySelector('button')
button.addEventListener('click', () => print())
button.hidden = false
