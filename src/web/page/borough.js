/** “I work for …”: says so in the chat, in the officer's own words. */
import { byId, element } from './element.js';

const keptName = 'borough';

/** @param {(text: string) => void} say */
export async function createBoroughChooser(say) {
  const form = byId('borough-form', HTMLFormElement);
  const choice = byId('borough', HTMLSelectElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (choice.value === '') return;
    sessionStorage.setItem(keptName, choice.value);
    say(`I work for ${choice.value}`);
  });
  try {
    const response = await fetch('/local/boroughs');
    const { boroughs } = await response.json();
    for (const borough of boroughs) choice.append(element('option', { value: borough }, borough));
    choice.value = sessionStorage.getItem(keptName) ?? '';
    if (choice.selectedIndex === -1) choice.value = '';
  } catch {
    // The sentence can always be typed.
    form.classList.add('no-boroughs');
  }
}
