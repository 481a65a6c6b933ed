/** The nonce of this page: its content policy admits `<style>` elements with it alone. */

declare global {
  /** Where `get-nonce` looks, by which the scroll lock of dialogs makes its style. */
  var __webpack_nonce__: string | undefined;
}

/** Empty where the page is served without a policy. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

globalThis.__webpack_nonce__ = styleNonce;
