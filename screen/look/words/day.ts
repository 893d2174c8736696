/** A local day in the parts that a language puts in its own order. */
export interface Day { year: string; month: string; month2: string; day: string; day2: string; weekday: string }
