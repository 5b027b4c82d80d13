// Asks ONNX Runtime about the pictures that Prepare.cs wrote and compares with what `thaw predict --json` says of the same files:
//   node onnx.mjs OUT PREDICTIONS.json [--bound 1e-5] [--batch 7]
// Prints one line a kind of answer; the exit code is 1 where a probability differs by more than the bound or a label differs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import ort from 'onnxruntime-node';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { bound: { type: 'string', default: '1e-5' }, batch: { type: 'string', default: '7' } },
});
const [folder, predictionsFile] = positionals;
const bound = Number(values.bound);
const batch = Number(values.batch);
const { imageSize, classes, files } = JSON.parse(readFileSync(join(folder, 'pictures.json'), 'utf8'));
const told = new Map(JSON.parse(readFileSync(predictionsFile, 'utf8')).predictions.map((p) => [p.image, p]));
const session = await ort.InferenceSession.create(join(folder, 'model.onnx'), { intraOpNumThreads: 1, interOpNumThreads: 1 });
const features = await ort.InferenceSession.create(join(folder, 'features.onnx'), { intraOpNumThreads: 1, interOpNumThreads: 1 });

let largest = 0, sum = 0, count = 0, labels = 0, bits = 0;
for (let first = 0; first < files.length; first += batch) {
  const some = files.slice(first, first + batch);
  const size = 3 * imageSize * imageSize;
  const pixels = new Float32Array(some.length * size);
  some.forEach((_, i) => pixels.set(readFileSync(join(folder, `${first + i}.rgb`)), i * size));
  const feeds = { Pixels: new ort.Tensor('float32', pixels, [some.length, imageSize, imageSize, 3]) };
  const { Score, Probability, PredictedLabel } = await session.run(feeds);
  const { Features } = await features.run(feeds);
  const logits = classes.length === 2 ? 1 : classes.length;
  for (const [output, shape] of [[Score, [some.length, logits]], [Probability, [some.length, logits]], [PredictedLabel, [some.length, 1]]]) {
    if (String(output.dims) !== String(shape)) throw new Error(`expected shape [${shape}], got [${output.dims}]`);
  }
  if (Features.dims[0] !== some.length || !Features.data.every(Number.isFinite)) throw new Error(`features of shape [${Features.dims}]`);
  some.forEach((file, i) => {
    const prediction = told.get(file);
    if (!prediction?.probabilities) throw new Error(`no prediction for '${file}'`);
    const came = Array.from(Probability.data.slice(i * logits, (i + 1) * logits));
    const all = logits === 1 ? [1 - came[0], came[0]] : came;
    classes.forEach((name, c) => {
      const difference = Math.abs(all[c] - prediction.probabilities[name]);
      largest = Math.max(largest, difference);
      sum += difference;
      bits += Math.fround(all[c]) === Math.fround(prediction.probabilities[name]) ? 1 : 0;
      count++;
    });
    labels += classes[Number(PredictedLabel.data[i])] === prediction.label ? 1 : 0;
  });
}
const good = largest <= bound && labels === files.length && files.length > 0;
console.log(`ONNX Runtime ${ort.env.versions.node}: ${files.length} pictures, ${classes.length} classes`);
console.log(`probabilities: largest difference ${largest.toExponential(2)}, mean ${(sum / count).toExponential(2)}, ${bits} of ${count} equal to the last bit (bound ${bound})`);
console.log(`labels: ${labels} of ${files.length} the same`);
console.log(good ? 'good' : 'DIFFERENT');
process.exitCode = good ? 0 : 1;
