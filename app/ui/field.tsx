interface FieldProps {
	name: string;
	label: string;
	hint?: string;
	/** What is wrong with the value, in words; shown beside the field and read with it. */
	error?: string;
	children: (attributes: FieldAttributes) => React.ReactNode;
}

export interface FieldAttributes {
	id: string;
	name: string;
	"aria-describedby"?: string;
	"aria-invalid"?: true;
}

/** A label, its hint, its error and whatever control `children` makes of the attributes that tie them together. */
export function Field({ name, label, hint, error, children }: FieldProps) {
	const described = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(" ");
	return (
		<div className={error ? "field field-wrong" : "field"}>
			<label htmlFor={name}>{label}</label>
			{hint && (
				<p className="hint" id={`${name}-hint`}>
					{hint}
				</p>
			)}
			{error && (
				<p className="error" id={`${name}-error`}>
					{error}
				</p>
			)}
			{children({
				id: name,
				name,
				...(described && { "aria-describedby": described }),
				...(error && { "aria-invalid": true }),
			})}
		</div>
	);
}

interface ChoiceProps {
	type: "radio" | "checkbox";
	name: string;
	value?: string;
	label: string;
	hint?: string;
	checked: boolean;
	id?: string;
}

/** One box or one of several circles, with what choosing it means beneath. */
export function Choice({ type, name, value = "on", label, hint, checked, id = `${name}-${value}` }: ChoiceProps) {
	return (
		<div className="choice">
			<input
				type={type}
				id={id}
				name={name}
				value={value}
				defaultChecked={checked}
				aria-describedby={hint ? `${id}-hint` : undefined}
			/>
			<label htmlFor={id}>{label}</label>
			{hint && (
				<p className="hint" id={`${id}-hint`}>
					{hint}
				</p>
			)}
		</div>
	);
}

/** Why a form that is in order was not taken; focused when the page opens. */
export function Notice({ children }: { children: React.ReactNode }) {
	return (
		<p className="notice" role="alert" tabIndex={-1} autoFocus>
			{children}
		</p>
	);
}

interface ErrorSummaryProps {
	title: string;
	/** In the order of the fields. */
	errors: readonly { field: string; text: string }[];
}

/** What has to be mended, on top, each a link to its field; focused when the page opens. */
export function ErrorSummary({ title, errors }: ErrorSummaryProps) {
	return (
		<div className="error-summary" role="alert" aria-labelledby="error-summary-title" tabIndex={-1} autoFocus>
			<h2 id="error-summary-title">{title}</h2>
			<ul>
				{errors.map(({ field, text }) => (
					<li key={field}>
						<a href={`#${field}`}>{text}</a>
					</li>
				))}
			</ul>
		</div>
	);
}
