// The table that Python writes, cnnlib/forms/grammar.py.

export const GRAMMAR: {
    alike: Record<string, string>;
    series: Record<string, string>;
    tokens: [string, string][];
    ranges: [string, string][];
    named: [string, boolean][];
    names: Record<string, [string, string]>;
    wrong: Record<string, string>;
    longest: number;
    most: number;
};
