/** A field that people do not see and programs fill in. @param label in the reader's language, for who sees it all the same */
export function Trap({ label }: { label: string }) {
	return (
		<p className="trap" aria-hidden="true">
			<label htmlFor="homepage">{label}</label>
			<input id="homepage" name="homepage" type="text" tabIndex={-1} autoComplete="off" />
		</p>
	);
}
