/** A JSON schema, as far as it is looked into here. */
export type Schema = { [name: string]: unknown };

/**
 * A schema without what it says of fields that were not sent, its references followed: the whole one for a session takes
 * seconds to compile, this takes milliseconds and says the same of these values.
 * @param values what the schema is to judge, one or more of the same place
 * @param definition finds what a `$ref` names
 */
export function sentPart(schema: Schema, values: readonly unknown[], definition: (ref: string) => Schema): Schema {
	const part = (inner: unknown, of: readonly unknown[]) =>
		typeof inner === "object" && inner !== null ? sentPart(inner as Schema, of, definition) : inner;
	if (typeof schema.$ref === "string") return sentPart(definition(schema.$ref), values, definition);
	const objects = values.filter((value): value is Schema => typeof value === "object" && value !== null);
	const kept = { ...schema };
	if (schema.properties)
		kept.properties = Object.fromEntries(
			Object.entries(schema.properties)
				.filter(([name]) => objects.some((object) => name in object))
				.map(([name, inner]) => [
					name,
					part(
						inner,
						objects.flatMap((object) => (name in object ? [object[name]] : [])),
					),
				]),
		);
	if (schema.items) kept.items = part(schema.items, values.flat());
	if (schema.additionalProperties)
		kept.additionalProperties = part(
			schema.additionalProperties,
			objects.flatMap((object) => Object.values(object)),
		);
	for (const word of ["anyOf", "allOf", "oneOf"])
		if (Array.isArray(schema[word])) kept[word] = schema[word].map((inner) => part(inner, values));
	return kept;
}
