'use strict';

// The page of Thaw's service. Everything it shows comes from the service's own interface; texts are set as text, never as markup.
const find = id => document.getElementById(id);
const percent = share => (100 * share).toLocaleString('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + ' %';
const most = 100 * 1024 * 1024; // a picture above it is not worth the upload; the service's own limit is lower as a rule
const waiting = [];
let models = [], key = '', asking = 0;

const problemOf = async response => {
  try { return (await response.json()).detail ?? response.statusText; } catch { return response.statusText || 'status ' + response.status; }
};

async function ask(path, options = {}) {
  const headers = new Headers(options.headers);
  if (key) headers.set('Authorization', 'Bearer ' + key);
  const response = await fetch(path, { ...options, headers, cache: 'no-store' });
  if (response.status === 401) find('key-section').hidden = false;
  return response;
}

function showError(text) {
  find('error').textContent = text;
  find('error').hidden = !text;
}

function entries(list, pairs) {
  list.replaceChildren(...pairs.filter(([, value]) => value !== undefined && value !== null && value !== '').map(([name, value]) => {
    const pair = document.createElement('div'), term = document.createElement('dt'), text = document.createElement('dd');
    term.textContent = name;
    text.textContent = value;
    pair.append(term, text);
    return pair;
  }));
}

function chosen() {
  return models.find(model => model.name === find('model').value) ?? models[0];
}

function showCard() {
  const model = chosen();
  if (!model) return;
  find('problem').textContent = model.problem ?? '';
  find('problem').hidden = !model.problem;
  entries(find('card'), [
    ['Name', model.name],
    ['Classes', model.classes?.join(', ')],
    ['Version', model.version],
    ['Loaded', model.loadedAt && new Date(model.loadedAt).toLocaleString()],
    ['Network', model.network && `${model.network} on ${model.imageSize} × ${model.imageSize} pixels`],
    ['Backbone', model.backbone],
    ['Plan', model.plan],
    ['Accuracy on validation pictures', model.validationAccuracy !== undefined ? percent(model.validationAccuracy) : undefined],
    ['Threshold', model.threshold !== undefined ? `${model.classes[1]} from ${model.threshold} on` : undefined],
    ['Temperature', model.temperature?.toLocaleString('en', { maximumFractionDigits: 3 })],
  ]);
}

async function loadModels() {
  try {
    const response = await ask('v1/models');
    if (!response.ok) { find('state').textContent = await problemOf(response); return; }
    find('key-section').hidden = true;
    models = (await response.json()).models;
    const select = find('model'), before = select.value;
    select.replaceChildren(...models.map(model => new Option(model.name, model.name)));
    if (models.some(model => model.name === before)) select.value = before;
    find('choice').hidden = models.length < 2;
    const loading = models.some(model => model.state === 'loading');
    find('state').textContent = loading ? 'Loading …' : 'Ready';
    showCard();
    if (loading) setTimeout(loadModels, 500);
  } catch {
    find('state').textContent = 'The service does not answer.';
    setTimeout(loadModels, 3000);
  }
}

// The sums of a metric over its labels, from Prometheus's text
function sums(text, name) {
  let sum = 0;
  for (const line of text.split('\n')) {
    if (line.startsWith(name + '{') || line.startsWith(name + ' ')) sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return sum;
}

async function loadNumbers() {
  try {
    const response = await ask('metrics');
    if (!response.ok) return;
    const text = await response.text(), count = sums(text, 'thaw_request_duration_seconds_count'), batches = sums(text, 'thaw_batch_size_count');
    entries(find('numbers'), [
      ['Pictures answered', sums(text, 'thaw_pictures_total').toLocaleString('en')],
      ['Requests', count.toLocaleString('en')],
      ['Requests that failed', sums(text, 'thaw_failures_total').toLocaleString('en')],
      ['Mean time of a request', count ? (1000 * sums(text, 'thaw_request_duration_seconds_sum') / count).toLocaleString('en', { maximumFractionDigits: 1 }) + ' ms' : undefined],
      ['Mean pictures a batch', batches ? (sums(text, 'thaw_batch_size_sum') / batches).toLocaleString('en', { maximumFractionDigits: 1 }) : undefined],
      ['Pictures waiting', sums(text, 'thaw_queue_length').toLocaleString('en')],
      ['Memory', (sums(text, 'process_working_set_bytes') / 2 ** 20).toLocaleString('en', { maximumFractionDigits: 0 }) + ' MiB'],
    ]);
  } catch { /* the state above tells it */ }
}

function showAnswer(item, prediction) {
  const picture = item.querySelector('.picture'), overlay = item.querySelector('.overlay'), look = item.querySelector('.look');
  item.querySelector('.label').textContent = prediction.label;
  item.querySelector('.sure').textContent = `${percent(prediction.probability)}, calibrated confidence ${percent(prediction.confidence)}`;
  picture.alt = `Your picture, called ${prediction.label}`;
  const shares = Object.entries(prediction.probabilities).sort((a, b) => b[1] - a[1]);
  item.querySelector('.shares').replaceChildren(...shares.slice(0, 10).map(([name, share]) => {
    const row = document.createElement('li'), label = document.createElement('span'), value = document.createElement('span'), meter = document.createElement('meter');
    label.textContent = name;
    value.textContent = percent(share);
    Object.assign(meter, { min: 0, max: 1, value: share });
    meter.setAttribute('aria-label', name);
    row.append(label, value, meter);
    return row;
  }));
  const told = prediction.explanation;
  if (!told) return;
  overlay.src = 'data:image/png;base64,' + told.overlay;
  overlay.alt = told.strongest === 'nowhere' ? `Nothing in the picture speaks for ${told.class}` : `Where the model looked for ${told.class}: most at the ${told.strongest} of the picture`;
  look.hidden = false;
  look.addEventListener('click', () => {
    overlay.hidden = !overlay.hidden;
    look.setAttribute('aria-pressed', String(!overlay.hidden));
    look.textContent = overlay.hidden ? 'Show where the model looked' : 'Show the picture';
  });
}

function showFailure(item, text) {
  item.classList.add('failed');
  item.querySelector('.label').textContent = text;
}

async function classify(file, item) {
  const model = chosen();
  if (!model) return showFailure(item, 'The service has no model.');
  if (file.size > most) return showFailure(item, 'The file is too large.');
  try {
    for (let attempt = 0; ; attempt++) {
      const response = await ask(`v1/models/${encodeURIComponent(model.name)}/classify?explain=true`,
        { method: 'POST', body: file, headers: { 'Content-Type': file.type.startsWith('image/') ? file.type : 'application/octet-stream' } });
      if (response.ok) return showAnswer(item, (await response.json()).predictions[0]);
      if (response.status !== 503 || attempt === 4) return showFailure(item, await problemOf(response));
      await new Promise(resolve => setTimeout(resolve, 1000 * Number(response.headers.get('Retry-After') ?? 1)));
    }
  } catch {
    showFailure(item, 'The service does not answer.');
  }
}

async function work() {
  if (asking >= 2 || waiting.length === 0) return;
  asking++;
  const [file, item] = waiting.shift();
  await classify(file, item);
  item.removeAttribute('aria-busy');
  asking--;
  if (asking === 0 && waiting.length === 0) loadNumbers();
  work();
}

function add(files) {
  const pictures = [...files].filter(file => file.type.startsWith('image/') || /\.(jpe?g|png|bmp)$/i.test(file.name));
  showError(pictures.length ? '' : 'Expected pictures: JPEG, PNG or BMP files.');
  for (const file of pictures) {
    const item = find('answer').content.cloneNode(true).firstElementChild, picture = item.querySelector('.picture');
    picture.src = URL.createObjectURL(file);
    picture.alt = 'Your picture';
    item.querySelector('figcaption').textContent = file.name;
    item.setAttribute('aria-busy', 'true');
    find('results').prepend(item);
    waiting.push([file, item]);
    work();
  }
  find('clear').hidden = find('results').childElementCount === 0;
}

find('files').addEventListener('change', event => { add(event.target.files); event.target.value = ''; });
find('model').addEventListener('change', showCard);
find('clear').addEventListener('click', () => {
  for (const picture of document.querySelectorAll('.picture')) URL.revokeObjectURL(picture.src);
  find('results').replaceChildren();
  find('clear').hidden = true;
  find('files').focus();
});
find('key-form').addEventListener('submit', async event => {
  event.preventDefault();
  key = find('key').value.trim();
  await loadModels();
  find('key-hint').textContent = find('key-section').hidden ? '' : 'The service does not know this key.';
  loadNumbers();
});
document.addEventListener('dragover', event => { event.preventDefault(); find('drop').classList.add('over'); });
document.addEventListener('dragleave', event => { if (!event.relatedTarget) find('drop').classList.remove('over'); });
document.addEventListener('drop', event => { event.preventDefault(); find('drop').classList.remove('over'); add(event.dataTransfer.files); });
document.addEventListener('paste', event => { if (event.clipboardData.files.length) { event.preventDefault(); add(event.clipboardData.files); } });
loadModels();
loadNumbers();
setInterval(loadNumbers, 10000);
