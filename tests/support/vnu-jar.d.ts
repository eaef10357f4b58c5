declare module "vnu-jar" {
	/** The path of the Nu HTML checker, a Java archive. */
	const path: string;
	export default path;
}
