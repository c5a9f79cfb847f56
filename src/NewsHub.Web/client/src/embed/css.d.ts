/** The build turns a style sheet that a script imports into its minified text. */
declare module "*.css" {
  const text: string;
  export default text;
}
