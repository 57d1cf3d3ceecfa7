/**
 * The array of a name at this length, with whatever was left in it: it is the same one each time, until a longer one is
 * asked for. What has one name must not be needed twice at once.
 */
export type ReusedArrays = (name: string, length: number) => Float64Array

export function reusedArrays(): ReusedArrays {
  const arrays = new Map<string, Float64Array>()
  return (name, length) => {
    const found = arrays.get(name)
    if (found && found.length >= length) return found.length === length ? found : found.subarray(0, length)
    const array = new Float64Array(length)
    arrays.set(name, array)
    return array
  }
}
