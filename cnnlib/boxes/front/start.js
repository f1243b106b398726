// The start page: its claim, and its game.

import { Claim } from "./claim.js";

const claim = /** @type {HTMLElement | null} */ (document.querySelector(".claim"));
if (claim) new Claim(claim);
