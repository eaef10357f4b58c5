import type { City } from "../city-table.ts";
import type { PicketErrors, PicketValues } from "./form-fields.ts";
import type { FormGround } from "./form-ground.ts";

/** Where a picket is, as its row keeps it. */
export interface Located {
	placeId: string | null;
	city: string;
	country: string;
	latitude: number | null;
	longitude: number | null;
}

/** What a form says of where. */
export interface Sought {
	found?: Located;
	zone?: string;
	cityId: string;
	cities: readonly City[];
}

/** A place of the list, or the city that was chosen or meant; what is typed anew is looked up anew. */
export async function readPlace(values: PicketValues, ground: FormGround, errors: PicketErrors): Promise<Sought> {
	const place = ground.places.find(({ id }) => id === values.place);
	if (place) {
		if (ground.closedCountries.has(place.country)) errors.place = { key: "picket.form.country.closed" };
		const { id, city, country, zone } = place;
		// Where not everybody may know the point, nothing in the clear is more exact than the city.
		const at = values.address_level === "public" ? place : ground.cityNamed(city, country);
		const { latitude, longitude } = at ?? { latitude: null, longitude: null };
		return { found: { placeId: id, city, country, latitude, longitude }, zone, cityId: "", cities: [] };
	}
	const { facts } = ground.existing ?? {};
	if (facts && !facts.placeId && values.city === facts.city && values.city_id === "") {
		const { city, country, latitude, longitude, zone } = facts;
		return { found: { placeId: null, city, country, latitude, longitude }, zone, cityId: "", cities: [] };
	}
	if (values.city === "") {
		errors.city = { key: "picket.form.city.missing" };
		return { cityId: "", cities: [] };
	}
	const candidates = await ground.findCities(values.city);
	// A choice made for another name that has been typed over since is none.
	const chosen = candidates.find(({ id }) => String(id) === values.city_id) ?? (await ground.cityMeant(values.city));
	if (!chosen) {
		errors.city = { key: candidates.length > 0 ? "picket.form.city.which" : "picket.form.city.unknown" };
		return { cityId: "", cities: candidates };
	}
	if (ground.closedCountries.has(chosen.country)) errors.city = { key: "picket.form.country.closed" };
	const { english: city, country, latitude, longitude, zone } = chosen;
	const others = candidates.length > 1 ? candidates : [];
	return {
		found: { placeId: null, city, country, latitude, longitude },
		zone,
		cityId: String(chosen.id),
		cities: others,
	};
}
