/** CPV codes specific enough to tell a service area; divisions 48 and 72 as a whole are not. */

/** Longest prefix wins. Codes of the 2008 vocabulary. */
const areaOfPrefix: ReadonlyMap<string, string> = new Map([
  ['48160', 'Libraries and leisure'],
  ['48161', 'Libraries and leisure'],
  ['48445', 'CRM and digital'],
  ['48441', 'Finance and ERP'],
  ['48442', 'Finance and ERP'],
  ['48443', 'Finance and ERP'],
  ['48444', 'Finance and ERP'],
  ['48450', 'HR and payroll'],
  ['48451', 'Finance and ERP'],
  ['48311', 'Documents and GIS'],
  ['48312', 'Documents and GIS'],
  ['48326', 'Documents and GIS'],
  ['38221', 'Documents and GIS'],
  ['48413', 'CRM and digital'],
  ['98351', 'Parking'],
  ['38730', 'Parking'],
  ['9051', 'Waste and street services'],
  ['9061', 'Waste and street services'],
  ['85311', 'Social care'],
  ['85312', 'Social care'],
  ['30213', 'Infrastructure and devices'],
  ['32412', 'Telecoms and networks'],
  ['64210', 'Telecoms and networks'],
  ['64211', 'Telecoms and networks'],
  ['64212', 'Telecoms and networks'],
]);

/** The area of the first code that is specific, or null. */
export function serviceAreaOfCpv(codes: readonly string[]): string | null {
  for (const code of codes) {
    for (let length = 6; length >= 4; length -= 1) {
      const area = areaOfPrefix.get(code.slice(0, length));
      if (area !== undefined) return area;
    }
  }
  return null;
}
