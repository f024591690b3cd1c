import { Card, CardBody, CardTitle, Flex, FlexItem, Gallery, GalleryItem } from "@patternfly/react-core";
import { useShell } from "../shell";
import { PbxLink } from "./page";

export interface Figure {
  id: string;
  count: number;
  /** What is counted, in the number that fits the count. */
  label: string;
  /** Where it leads: a path below `#/{realm}/pbx/`. */
  to?: string;
}

export interface FigureCard {
  title: string;
  figures: readonly Figure[];
}

/** Numbers that lead to the lists of what they count. */
export function FigureCards({ cards }: { cards: readonly FigureCard[] }) {
  return (
    <Gallery hasGutter minWidths={{ default: "16rem" }}>
      {cards.map(({ title, figures }) => (
        <GalleryItem key={title}>
          <Card isFullHeight isCompact>
            <CardTitle component="h2">{title}</CardTitle>
            <CardBody>
              <Flex spaceItems={{ default: "spaceItemsXl" }}>
                {figures.map((figure) => (
                  <FlexItem key={figure.id} data-testid={`figure-${figure.id}`}>
                    <Linked figure={figure} />
                  </FlexItem>
                ))}
              </Flex>
            </CardBody>
          </Card>
        </GalleryItem>
      ))}
    </Gallery>
  );
}

function Linked({ figure }: { figure: Figure }) {
  const { t } = useShell();
  const content = (
    <>
      <span className="pf-v5-u-font-size-2xl">{new Intl.NumberFormat(t.locale).format(figure.count)}</span> {figure.label}
    </>
  );
  return figure.to === undefined ? content : <PbxLink to={figure.to}>{content}</PbxLink>;
}
