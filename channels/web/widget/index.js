/** Registers <ki-lotse>, nothing else. */
import {KiLotse} from './ki-lotse.js'

if (!customElements.get('ki-lotse')) customElements.define('ki-lotse', KiLotse)
