import type { Locale } from "#app/i18n/translate.ts";
import type { City } from "../city-table.ts";
import type { PicketFacts, PicketKind } from "../facts.ts";
import type { Place } from "../places.server.ts";
import type { ZoneData } from "../wall-time.ts";

/** What the reading of a form goes by, beside the form. */
export interface FormGround {
	locale: Locale;
	places: readonly Place[];
	/** The city that a text means, if it can mean one only. */
	cityMeant(text: string): Promise<City | undefined>;
	findCities(text: string): Promise<City[]>;
	/** Where nobody is called by the public form. */
	closedCountries: ReadonlySet<string>;
	now: Date;
	/** Of a picket that is there its kind stays, a place that is not touched stays, and nobody is asked for an address. */
	existing?: { kind: PicketKind; facts: PicketFacts };
	zoneData?: ZoneData;
}
