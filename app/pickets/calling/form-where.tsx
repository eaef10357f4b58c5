import { countryName } from "#app/i18n/format.ts";
import type { City } from "../city-table.ts";
import { addressLevels } from "../facts.ts";
import type { Place } from "../places.server.ts";
import { longest } from "./form-fields.ts";
import { type FormPart, Line, OneOf } from "./form-parts.tsx";

interface FormWhereProps extends FormPart {
	places: readonly Place[];
	/** What a typed city may mean, to choose from. */
	cities: readonly City[];
}

/** Where: a place of the list or a city, the point where people meet, and who learns of it. */
export function FormWhere({ places, cities, ...part }: FormWhereProps) {
	const { t, locale } = part;
	return (
		<section>
			<h2>{t("picket.form.part.where")}</h2>
			<Line part={part} name="place" label="picket.form.place">
				{(attributes) => (
					<select {...attributes}>
						<option value="">{t("picket.form.place.none")}</option>
						{places.map(({ id, name }) => (
							<option key={id} value={id}>
								{name}
							</option>
						))}
					</select>
				)}
			</Line>
			{cities.length > 0 ? (
				<>
					<OneOf
						part={part}
						name="city"
						field="city_id"
						legend={t("picket.form.city.which")}
						options={cities.map(({ id, name, country, zone }) => ({
							value: String(id),
							label: `${name}, ${countryName(country, locale)}`,
							hint: zone,
						}))}
					/>
					<Line part={{ ...part, errors: {} }} name="city" label="picket.form.city" hint="picket.form.city.hint" />
				</>
			) : (
				<Line part={part} name="city" label="picket.form.city" hint="picket.form.city.hint" />
			)}
			<Line part={part} name="meeting_point" label="picket.form.point" hint="picket.form.point.hint">
				{(attributes) => <textarea {...attributes} rows={2} maxLength={longest.meeting_point} />}
			</Line>
			<Line part={part} name="online_url" label="picket.form.online" hint="picket.form.online.hint">
				{(attributes) => <input {...attributes} type="text" inputMode="url" maxLength={500} />}
			</Line>
			<OneOf
				part={part}
				name="address_level"
				legend={t("picket.form.level")}
				options={addressLevels.map((level) => ({
					value: level,
					label: t(`picket.level.${level}`),
					hint: t(`picket.level.${level}.hint`),
				}))}
			/>
		</section>
	);
}
