/**
 * Characters that no name of a person, room or file may hold: control characters,
 * line separators, and those that turn the direction of what follows, which make
 * a name look like another one (`invoice\u202Efdp.exe`).
 */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const misleading = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const invisible = /^[\s\u00ad\u180e\u200b-\u200d\u2060\ufeff\u3164]*$/u;

/** Whether a name can be shown as it is: something is seen, and nothing misleads. */
export const isPlainName = (text: string): boolean => text.search(misleading) === -1 && !invisible.test(text);

/** A name as it may be shown, whatever somebody else's program put into it. */
export const plainName = (text: string): string => text.replaceAll(misleading, "");
