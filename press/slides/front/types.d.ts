/** What a deck is made of: reveal.js, as far as it is used here, and explorers on slides. */

import type { PageExplorer } from "../../../cnnlib/explore/front/page.js";

/** The place of an explorer on a slide. */
export type Place = HTMLElement & { explorer?: PageExplorer };

interface RevealEvent {
    currentSlide: HTMLElement;
    fragment: HTMLElement;
}

interface RevealApi {
    initialize(settings: object): Promise<void>;
    on(name: string, listener: (event: RevealEvent) => void): void;
    addKeyBinding(key: { keyCode: number; key: string; description: string }, act: () => void): void;
    getCurrentSlide(): HTMLElement;
    getScale(): number;
    getSlides(): HTMLElement[];
    isPaused(): boolean;
    togglePause(): void;
    getIndices(slide: Element): { h: number; v: number };
    slide(h: number, v: number): void;
    next(): void;
    prev(): void;
}

declare global {
    /** Written by reveal.js and its plug-in, which are loaded before. */
    const Reveal: RevealApi;
    const RevealNotes: object;
}
