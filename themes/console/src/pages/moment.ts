const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Writes moments as the language does, to the second. */
export function moments(language: string): (moment: number | string) => string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium" });
  return (moment) => format.format(new Date(moment));
}

/** The first moment of a day in the administrator's time zone. */
export function startOfDay(daysAgo: number): number {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  day.setDate(day.getDate() - daysAgo);
  return day.getTime();
}

/** What a text speaks of, with moments as people read them. */
export function readable(params: Record<string, string>, language: string): Record<string, string> {
  const write = moments(language);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, MOMENT.test(value) ? write(value) : value]),
  );
}
