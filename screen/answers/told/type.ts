/** What is said of a figure; `parts` are the labels of its numbers, in the registry's order. */
export interface Told { name: string; definition: string; formula: string; parts?: readonly string[]; caveat?: string }
