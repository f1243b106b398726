/** What travels through the front end. Python writes it: `cnnlib/explore/linked.py`, `rules.py` and `views.py`. */

import type { ACTIONS } from "./actions.js";

/** Element `to[t]` receives a term of the elements `of[name][t]`; -1: no part in it. The indices come as steps. */
export interface TermsRule {
    kind: "Sum" | "Max";
    to: number[];
    of: Record<string, number[]>;
}

export interface ElementwiseRule {
    kind: "Sigmoid" | "SigmoidSlope";
    of: string;
}

export interface DifferenceRule {
    kind: "CentralDifference";
    of: string;
    by: string;
    step: number;
}

export type Rule = TermsRule | ElementwiseRule | DifferenceRule;

/** An array whose cells know which others they are made of. Without a rule it has values. */
export interface LinkedArray {
    name: string;
    shape: number[];
    /** Which axes run down and across; null, or -1 for a single number, where none does. */
    axes: [number | null, number];
    title: string;
    color: string;
    rule?: Rule;
    values?: number[];
    edit?: boolean;
    /** Rows and columns at each edge. */
    padding?: [number, number];
    /** Where its first element lies, of an array that is a piece of a larger one. */
    origin?: number[];
    explains?: string[];
    mark?: string;
    differs?: string;
    row?: string;
    runs?: string;
    about?: string;
}

/** One act of reading: `by` lies on `on`, and what meets adds up to an element of `to`. */
export interface Stage {
    name: string;
    on: string;
    to: string;
    by?: string;
    beside?: string[];
    /** What to hold against `to`, by the name of the choice that shows it. */
    compare?: Record<string, string>;
    /** What is written on such a choice, and what is said with it. */
    labels?: Record<string, string>;
    says?: Record<string, string>;
    /** The names of arrays stand in braces. */
    formula?: string;
}

/** What of a block is in sight. */
export interface Scene {
    stage: Stage | null;
    arrays: LinkedArray[];
    /** What is added up, and what is compared with it. */
    results: string[];
}

/** A term of an element: where it lies on the picture and in the other factor, -1 for nowhere, and what it comes to. */
export interface Term {
    on: number;
    by: number;
    factors: { name: string; flat: number; value: number }[];
    value: number;
}

export interface LinkedData {
    kind: "linked";
    arrays: LinkedArray[];
    legend: string;
    stages?: Stage[];
}

export interface TableData {
    kind: "table";
    caption: string;
    header: string[];
    rows: string[][];
}

export interface HtmlData {
    kind: "html";
    html: string;
}

/** What of a view a problem asks for: until these parts are answered only these arrays are shown. */
export interface Asked {
    parts: string[];
    keep: string[];
    opens?: Record<string, string>; // by part the result that its answer shows
    says: string;
}

/** What one panel shows. */
export interface View {
    blocks: (LinkedData | TableData | HtmlData)[];
    summary: string;
    code?: Record<string, string>;
    /** What a link from before there were stages means by the controls and the choices that it does not name. */
    before?: Record<string, string>;
    asked?: Asked;
    /** Whether it stands for a view whose answers are hidden. */
    isCover?: boolean;
}

/** A control of a page: its values have labels, and a state is one place among them for each control. */
export interface Control {
    name: string;
    label: string;
    kind: string;
    labels: string[];
    first: number;
}

/** The numbers of each array by its name, flat. */
export type Values = Record<string, Float64Array>;

/** What a reader typed: of each array, the numbers by their places, as in "2,1". Not changed in place. */
export type Edits = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** A cell of an array. */
export interface Cell {
    name: string;
    flat: number;
}

/** A cell of one block: where the pointer is, or the focus. */
export interface Spot extends Cell {
    block: string;
}

/** A cell as an address names it, in each block that has it. */
export interface Pin {
    name: string;
    place: number[];
}

/** What stands in the field of a cell that has this value. */
export interface Draft extends Spot {
    value: number;
    text: string;
}

/** A linked block that is shown: `key` says which of which panel. */
export interface Block {
    key: string;
    arrays: LinkedArray[];
    legend: string;
    stages?: Stage[];
}

/** Whether results are shown at once, as the pin comes to them, or once a reader has said them. */
export type Show = "all" | "fills" | "asked";

/** All that an explorer shows follows from this. */
export interface State {
    /** Of each control of a page, at which of its values it stands; a notebook's controls are not ours. */
    controls: number[];
    views: View[];
    edits: Edits;
    pin: Pin | null;
    hover: Spot | null;
    focus: Spot | null;
    /** The element that was looked at last: it stays in sight when nothing is pointed at. */
    last: Pin | null;
    draft: Draft | null;
    /** The stage that is looked at; "" for the first. */
    look: string;
    /** What is held against the results. */
    compared: readonly string[];
    show: Show;
    /** How many terms of the pinned element are added up; null: all of them. */
    terms: number | null;
    /** The elements that a reader has said. */
    guessed: readonly number[];
    /** What is said of the last guess. */
    verdict: string;
    /** The block through whose elements the pin goes by itself. */
    playing: string | null;
    /** Which of SPEEDS. */
    speed: number;
    /** What a screen reader says. */
    status: string;
    /** What is wrong. */
    note: string;
}

export type Change = Partial<State>;

/** What is found on cells besides their numbers. */
export interface Marks {
    /** Cells that no term uses. */
    unreached: Map<string, Set<number>>;
    /** Signs of the rules that took a cell, and of cells that should be equal and are not. */
    signs: Map<string, Map<number, string>>;
    /** A sentence on what each sign means. */
    meanings: string[];
}

/** The numbers of a block, with the edits that are in it. */
export interface Numbers {
    values: Values;
    edited: Map<string, Set<number>>;
    marks: Marks;
}

/** Why a cell is lit: it is picked, has a part in what is picked, or receives something from it. */
export type Light = "picked" | "part" | "fed";

/** Of each array the cells that are lit. */
export type Lights = Map<string, Map<number, Light>>;

export interface Explanation {
    lit: Lights;
    /** The sentences to read, and in brief to be read out. */
    lines: string[];
    spoken: string[];
}

/** What one cell looks like. */
export interface Look {
    classes: string;
    text: string;
    sign: string;
    /** The characters of the number and its sign, be they shown or not. */
    size: number;
    /** The share of the largest number of the array, which says how strong the colour is. */
    share: string;
    label: string;
    selected: string;
}

/** Does what a reader asked for: the name of an action, and what it needs besides the state. */
export type Emit = <Name extends keyof typeof ACTIONS>(action: Name, ...details: Details<Name>) => void;
export type Details<Name extends keyof typeof ACTIONS> =
    Parameters<(typeof ACTIONS)[Name]> extends [State, ...infer Rest] ? Rest : [];
