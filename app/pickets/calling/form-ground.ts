import type { Locale } from "#app/i18n/translate.ts";
import type { ZoneData } from "#app/web/wall-time.ts";
import type { City } from "../city-table.ts";
import type { PicketFacts, PicketKind } from "../facts.ts";
import type { Place } from "../places.server.ts";

/** What the reading of a form goes by, beside the form. */
export interface FormGround {
	locale: Locale;
	places: readonly Place[];
	/** The city that a text means, if it can mean one only. */
	cityMeant(text: string): Promise<City | undefined>;
	findCities(text: string): Promise<City[]>;
	/** The city of the table by its English name and country. */
	cityNamed(english: string, country: string): City | undefined;
	/** Where nobody is called by the public form. */
	closedCountries: ReadonlySet<string>;
	now: Date;
	/** Of a picket that is there its kind stays, a place that is not touched stays, and nobody is asked for an address. */
	existing?: { kind: PicketKind; facts: PicketFacts };
	zoneData?: ZoneData;
}
