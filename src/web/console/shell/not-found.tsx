/** An address that leads nowhere. */
import { Container, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';

export function NotFound() {
  return (
    <Container size="sm" py="xl">
      <Title order={1} size="h2">
        There is no such page
      </Title>
      <Text my="md">The address may be mistyped, or what it led to is gone.</Text>
      <Link to="/" className="address">
        Go to what is hot now
      </Link>
    </Container>
  );
}
