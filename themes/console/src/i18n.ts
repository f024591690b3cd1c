// Texts of the console: Keycloak's own, those of the theme, and what the realm has changed under Localization.
import { locale } from "./access";
import type { Host } from "./console";

export type Values = Record<string, unknown>;

/** The text of a key, with `{{name}}` replaced; the key itself where there is no text. */
export interface Translate {
  (key: string, values?: Values): string;
  readonly locale: string;
  has(key: string): boolean;
}

let loaded: Promise<Translate> | undefined;

/** The texts, fetched once for each load of the console. */
export function translate(host: Host): Promise<Translate> {
  loaded ??= load(host).catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

async function load(host: Host) {
  const { adminBaseUrl, realm, resourceUrl } = host.environment;
  const language = await locale(host);
  // The theme is named, for the realm of the texts may have another one.
  const theme = resourceUrl.split("/").filter(Boolean).pop() ?? "";
  const response = await fetch(
    `${adminBaseUrl}/resources/${encodeURIComponent(realm)}/admin/${encodeURIComponent(language)}?theme=${encodeURIComponent(theme)}`,
  );
  if (!response.ok) {
    throw new Error(`no texts: ${response.status}`);
  }
  const texts = (await response.json()) as { key: string; value: string }[];
  return translator(new Map(texts.map(({ key, value }) => [key, value])), language);
}

/** Texts as i18next has them: `_one` and `_other` by the value `count`, numbers as the language writes them. */
export function translator(texts: ReadonlyMap<string, string>, language: string): Translate {
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(language);
  const find = (key: string, values: Values) => {
    const counted =
      typeof values.count === "number"
        ? (texts.get(`${key}_${plural.select(values.count)}`) ?? texts.get(`${key}_other`))
        : undefined;
    return counted ?? texts.get(key) ?? key;
  };
  const write = (value: unknown) => (typeof value === "number" ? number.format(value) : String(value));
  return Object.assign(
    (key: string, values: Values = {}) =>
      find(key, values).replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
        values[name] === undefined || values[name] === null ? whole : write(values[name]),
      ),
    { locale: language, has: (key: string) => texts.has(key) },
  );
}
