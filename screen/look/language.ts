/**
 * The language of this page: what its address asks for (`?lang=en`), else what the server wrote into the page
 * (city.yaml `language`), else the first. It is chosen once, as the page loads; another address loads it anew.
 */
import { LANGUAGES, type Language } from '../../server/wire/language.ts';

const named = (text: string | null): Language | undefined => LANGUAGES.find((language) => language.toLowerCase() === text?.toLowerCase());
/** `search` of the address, `lang` of the page. */
export const languageOf = (search: string, lang: string): Language => named(new URLSearchParams(search).get('lang')) ?? named(lang) ?? LANGUAGES[0];

/** Tests of what is pure have no page: they speak the first. */
export const LANGUAGE: Language = typeof document === 'undefined' ? LANGUAGES[0] : languageOf(window.location.search, document.documentElement.lang);
