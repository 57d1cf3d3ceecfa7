import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from 'type-graphql'
import { Dataset, DatasetCase } from './dataset.type.ts'
import type { DatasetsContext } from './datasets.service.ts'
import { Suite } from './suite.type.ts'

@Resolver(() => Dataset)
export class DatasetsResolver {
  @Query(() => [Dataset], { description: 'All datasets in the order of the page.' })
  datasets(@Ctx() { datasets }: DatasetsContext): Promise<Dataset[]> {
    return datasets.datasets()
  }

  @Query(() => Dataset, { nullable: true, description: 'One dataset by its slug; null where none has it.' })
  dataset(
    @Arg('slug', () => String, { description: 'Its slug, such as phantom-ct.' }) slug: string,
    @Ctx() { datasets }: DatasetsContext,
  ): Promise<Dataset | null> {
    return datasets.dataset(slug)
  }

  @Query(() => [Suite], { description: 'All attack suites, the main one first.' })
  suites(@Ctx() { datasets }: DatasetsContext): Promise<Suite[]> {
    return datasets.suites()
  }

  @Query(() => Suite, { nullable: true, description: 'One suite by its slug; null where none has it.' })
  suite(
    @Arg('slug', () => String, { description: 'Its slug, such as quick-1.' }) slug: string,
    @Ctx() { datasets }: DatasetsContext,
  ): Promise<Suite | null> {
    return datasets.suite(slug)
  }

  @FieldResolver(() => [DatasetCase], { description: 'The held-out volumes that models are attacked on.' })
  cases(@Root() { slug }: Dataset, @Ctx() { datasets }: DatasetsContext): Promise<readonly DatasetCase[]> {
    return datasets.cases(slug)
  }

  @FieldResolver(() => Int, { description: 'How many held-out volumes there are.' })
  async caseCount(@Root() { slug }: Dataset, @Ctx() { datasets }: DatasetsContext): Promise<number> {
    return (await datasets.cases(slug)).length
  }
}
