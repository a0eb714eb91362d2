class SelectAll extends HTMLElement {
  connectedCallback() {
    this.hidden = false
    this.addEventListener('click', () => {
      const form = this.closest('form')
      const boxes = [...(form?.elements ?? [])].filter(
        (field): field is HTMLInputElement => field instanceof HTMLInputElement && field.type === 'checkbox',
      )
      const isAll = boxes.every(({ checked }) => checked)
      for (const box of boxes) box.checked = !isAll
    })
  }
}

customElements.define('select-all', SelectAll)
