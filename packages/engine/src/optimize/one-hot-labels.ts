import { add, type GraphBuilder, multiply, range } from '../build/index.ts'
import { floatValues, intAttribute, type Node, stringAttribute } from '../onnx/index.ts'
import { dataTypeCodes, sizeOf } from '../tensor/index.ts'
import { type GraphRewrite, rewriteNodes } from './rewrite.ts'
import { valueBytes } from './value-bytes.ts'

/** Smaller tensors take no time worth saving. */
const leastBytes = 2 ** 25

/**
 * What a loss does at the labels of the voxels, by a mask of ones at the labels: adding a value per voxel in the channel
 * of its label, x + mask · v in place of ScatterElements, and keeping the probabilities of the labels, p · mask in place
 * of Where. Those kernels use one thread. Differs only where p or v is not finite.
 */
export const oneHotLabels =
  (smallest = leastBytes): GraphRewrite =>
  (graph) => {
    const producers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)))
    return rewriteNodes((g, node) => {
      if (valueBytes(graph, node.outputs[0] ?? '') < smallest) return undefined
      const [first = '', second = '', third = ''] = node.inputs
      const isClass = (name: string) => isFromBytes(g, producers.get(name))
      if (node.opType === 'ScatterElements' && isClass(second)) {
        const mask = maskOf(g, node)
        return mask === undefined ? undefined : [add(g, first, multiply(g, mask, third))]
      }
      const test = node.opType === 'Where' && isZero(g, third) ? producers.get(first) : undefined
      const isMask = test?.opType === 'Equal' && test.inputs.some(isClass)
      return isMask && g.dataTypeOf(second) === 'float32' ? [multiply(g, second, asFloat(g, first))] : undefined
    })(graph)
  }

const asFloat = (g: GraphBuilder, mask: string): string => g.emit('Cast', [mask], { to: dataTypeCodes.float32 })

/** Class indices cast from uint8 are not negative. */
function isFromBytes(g: GraphBuilder, node: Node | undefined): boolean {
  return node?.opType === 'Cast' && g.dataTypeOf(node.inputs[0] ?? '') === 'uint8'
}

function isZero(g: GraphBuilder, name: string): boolean {
  const constant = g.constantOf(name)
  return constant !== undefined && sizeOf(constant.shape) === 1 && floatValues(constant)[0] === 0
}

/** Ones where a ScatterElements adds one value per row, of the shape of what it adds to. */
function maskOf(g: GraphBuilder, node: Node): string | undefined {
  const [x = '', index = ''] = node.inputs
  const shape = g.shapeOf(x)
  const axis = intAttribute(node, 'axis', 0)
  const isRow = g.shapeOf(index).every((extent, i) => extent === (i === axis ? 1 : shape[i]))
  if (!isRow || stringAttribute(node, 'reduction', 'none') !== 'add') return undefined
  const classes = shape[axis] ?? 1
  const extents = shape.map((_, i) => (i === axis ? classes : 1))
  return asFloat(g, g.emit('Equal', [index, g.constant('int64', extents, range(classes))]))
}
