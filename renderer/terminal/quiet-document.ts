// A document for the terminal that writes no style elements or attributes: the page's security policy refuses both.
// What it would put into them goes through the style objects of the page instead, which the policy allows.

/** Stands for the page's document; elements made by it belong to the page. */
export const quietDocument: Document = new Proxy(document, {
  get: (page, name) => {
    if (name === 'createElement') return createQuietly
    const value: unknown = Reflect.get(page, name, page)
    return typeof value === 'function' ? (value.bind(page) as unknown) : value
  },
})

const createReally = document.createElement.bind(document)

function createQuietly(name: string, options?: ElementCreationOptions): HTMLElement {
  if (name === 'style') return sheetElement()
  const element = createReally(name, options)
  // Colours beyond the palette come as an attribute of the letters.
  if (name === 'span') element.setAttribute = setQuietly
  return element
}

function setQuietly(this: HTMLElement, name: string, value: string): void {
  if (name === 'style') this.style.cssText = value
  else Element.prototype.setAttribute.call(this, name, value)
}

/** Looks like a style element to who fills and removes it. */
function sheetElement(): HTMLElement {
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  const element = createReally('template')
  Object.defineProperty(element, 'textContent', {
    set: (css: string) => {
      sheet.replaceSync(css)
    },
  })
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    Element.prototype.remove.call(element)
  }
  return element
}

/** While `work` runs, parts of the terminal that ask the page's own document get the same treatment. */
export function quietly(work: () => void): void {
  document.createElement = createQuietly as typeof document.createElement
  try {
    work()
  } finally {
    // The own property goes, and the document's inherited method shows again.
    delete (document as Partial<Pick<Document, 'createElement'>>).createElement
  }
}
