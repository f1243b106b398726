// The start page: its claim, and its game.

import { Claim } from "./claim.js";
import { Game } from "./game.js";

for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".game"))) new Game(root);
for (const root of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".claim"))) new Claim(root);
