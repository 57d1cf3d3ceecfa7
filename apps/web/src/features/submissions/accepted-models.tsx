import type { ReactNode } from 'react'
import { CodeBlock } from '../../components/code-block.tsx'
import { Facts } from '../../components/facts.tsx'
import { formatBytes } from '../../lib/format.ts'
import { type FragmentOf, graphql, readFragment } from '../../lib/graphql/index.ts'

export const AcceptedModelsFragment = graphql(`
  fragment AcceptedModels on Service {
    maxUploadBytes
  }
`)

/** What a file must be to be evaluated, and how to make one from PyTorch. */
export function AcceptedModels(props: { service: FragmentOf<typeof AcceptedModelsFragment> }): ReactNode {
  const { maxUploadBytes } = readFragment(AcceptedModelsFragment, props.service)
  return (
    <aside aria-labelledby="accepted">
      <h2 id="accepted">What is accepted</h2>
      <div className="mt-2">
        <Facts
          facts={[
            { label: 'File', value: `one .onnx file with its weights inside, at most ${formatBytes(maxUploadBytes)}` },
            {
              label: 'Input',
              value:
                'one image, [N, C, D, H, W] of 32- or 16-bit floats, intensities from 0 to 1 as the dataset prepares them',
            },
            { label: 'Output', value: 'one tensor of logits, [N, K, D, H, W], K classes with the background first' },
            {
              label: 'Operators',
              value: 'the default ONNX domain, opset 7 to 26; no custom operators, no external data',
            },
            { label: 'Shape', value: 'depth, height, width symbolic, or fixed to the window of the dataset' },
          ]}
        />
      </div>
      <h2 className="mt-7 mb-2">Export from PyTorch</h2>
      <CodeBlock what="the export snippet" code={exportSnippet} />
      <p className="mt-3 text-[13px] text-ink-2">
        Leave softmax, argmax and resampling out: the attack needs the logits. The file is checked before it waits for
        anything, and a rejected file costs none of your daily submissions.
      </p>
    </aside>
  )
}

const exportSnippet = `import torch

model.eval()
window = torch.zeros(1, 1, 48, 48, 48)
torch.onnx.export(
    model, (window,), "model.onnx",
    input_names=["image"], output_names=["logits"],
    dynamic_axes={
        "image": {0: "N", 2: "D", 3: "H", 4: "W"},
        "logits": {0: "N", 2: "D", 3: "H", 4: "W"},
    },
    opset_version=17, dynamo=False,
)`
