import type { Part } from '../part.ts';
import type { Scene } from '../scene.ts';

/** An error of the program's own making, as its runtime tells of it. */
export function ownError(
  part: Part,
  scene: Scene,
): { text: string; stack?: readonly string[]; fields?: Record<string, string> } {
  const n = scene.random.whole(1_000, 9_999);
  switch (part.runtime) {
    case 'jvm':
      return {
        text: `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: java.lang.NullPointerException: Cannot invoke "java.math.BigDecimal.multiply(java.math.BigDecimal)" because "rate" is null] with root cause`,
        stack: [
          'java.lang.NullPointerException: Cannot invoke "java.math.BigDecimal.multiply(java.math.BigDecimal)" because "rate" is null',
          '\tat com.example.app.pricing.TaxTable.apply(TaxTable.java:88)',
          '\tat com.example.app.pricing.Quote.total(Quote.java:41)',
        ],
      };
    case 'go':
      return {
        text: `http: panic serving 10.12.1.${n % 250}:4${n}: runtime error: index out of range [3] with length 3`,
        fields: {
          stack: `goroutine ${n} [running]:\nexample.com/app/internal/pricing.(*TaxTable).Apply(0xc0001)\n\t/src/internal/pricing/tax_table.go:88 +0x1d2`,
        },
      };
    case 'node':
      return {
        text: "Cannot read properties of undefined (reading 'rate')",
        stack: [
          "TypeError: Cannot read properties of undefined (reading 'rate')",
          '    at applyTax (/srv/app/dist/pricing/tax-table.js:88:31)',
          '    at quote (/srv/app/dist/pricing/quote.js:41:12)',
        ],
      };
    default:
      return {
        text: 'Exception in ASGI application',
        stack: [
          'Traceback (most recent call last):',
          '  File "/srv/app/pricing/tax_table.py", line 88, in apply',
          "    return amount * rates[region]['rate']",
          "KeyError: 'rate'",
        ],
      };
  }
}
