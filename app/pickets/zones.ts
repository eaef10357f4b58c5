import { isZone } from "#app/web/wall-time.ts";

/**
 * Names of renamed zones by the older ones that this Node's ICU still lists (tzdata, file `backward`). Both spellings
 * can be chosen, and what was chosen is kept.
 */
const renamed: Readonly<Record<string, string>> = {
	"Africa/Asmera": "Africa/Asmara",
	"America/Buenos_Aires": "America/Argentina/Buenos_Aires",
	"America/Godthab": "America/Nuuk",
	"Asia/Calcutta": "Asia/Kolkata",
	"Asia/Katmandu": "Asia/Kathmandu",
	"Asia/Rangoon": "Asia/Yangon",
	"Asia/Saigon": "Asia/Ho_Chi_Minh",
	"Atlantic/Faeroe": "Atlantic/Faroe",
	"Europe/Kiev": "Europe/Kyiv",
	"Pacific/Truk": "Pacific/Chuuk",
};

const listed = Intl.supportedValuesOf("timeZone");
const newer = Object.values(renamed).filter(isZone);

/** Every zone that a picket can be in, each by all its spellings, in the order of the alphabet. */
export const zones: readonly string[] = [...new Set([...listed, ...Object.keys(renamed), ...newer, "UTC"])]
	.filter(isZone)
	.sort();

/** How a zone is shown: the city in its name as it is spelt now, `Kyiv` for `Europe/Kiev`. */
export function zoneCity(zone: string): string {
	return (renamed[zone] ?? zone).split("/").at(-1)?.replaceAll("_", " ") ?? zone;
}
