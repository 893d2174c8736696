/**
 * Fonts are bundled: figures in Barlow Condensed, Han in Noto Sans SC. The Han face comes as ~100
 * slices by unicode range, of which the browser fetches only those whose characters are on the page.
 */
import '@fontsource/barlow-condensed/latin-400.css';
import '@fontsource/barlow-condensed/latin-500.css';
import '@fontsource/barlow-condensed/latin-600.css';
import '@fontsource-variable/noto-sans-sc';
