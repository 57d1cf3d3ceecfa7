import { Field, Float, Int, ObjectType } from 'type-graphql'
import { Node } from '../../graphql/node.type.ts'
import { Json } from '../../graphql/scalars.ts'

@ObjectType({ description: 'One held-out volume of a dataset, after preprocessing.' })
export class DatasetCase {
  @Field(() => String, { description: 'Name of the case, unique within its dataset.' })
  declare readonly key: string

  @Field(() => [Int], { description: 'Depth, height and width in voxels.' })
  declare readonly shape: readonly number[]

  @Field(() => [Float], { description: 'Voxel size in mm along the same axes.' })
  declare readonly spacingMm: readonly number[]

  @Field(() => [Float], { description: 'Voxels of each class in the label, background first.' })
  declare readonly classVoxels: readonly number[]
}

@ObjectType({ implements: Node, description: 'A dataset that models are ranked on.' })
export class Dataset extends Node {
  declare readonly kind: 'Dataset'

  @Field(() => String, { description: 'Short name in addresses and inputs.' })
  declare readonly slug: string

  @Field(() => String, { description: 'Name for people.' })
  declare readonly name: string

  @Field(() => String, { description: 'Imaging modality: CT, MR, PET-CT or other.' })
  declare readonly modality: string

  @Field(() => String, { description: 'What the volumes show and where they come from.' })
  declare readonly description: string

  @Field(() => String, { description: 'Licence of the data.' })
  declare readonly licence: string

  @Field(() => String, { description: 'Where the data was published.' })
  declare readonly source: string

  @Field(() => String, {
    description: 'SHA-256 over manifest and volumes, by which results name what they were made on.',
  })
  declare readonly hash: string

  @Field(() => [String], { description: 'Names of the classes by index; 0 is the background.' })
  declare readonly classNames: readonly string[]

  @Field(() => [String], { description: 'Names of the image channels in the order of the model input.' })
  declare readonly channelNames: readonly string[]

  @Field(() => [Int], { description: 'Window of the sliding-window predictor: depth, height, width in voxels.' })
  declare readonly roiShape: readonly number[]

  @Field(() => Json, { description: 'How a volume is brought from its file to the model input.' })
  declare readonly preprocessing: unknown
}
