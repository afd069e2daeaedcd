<?php
// SPDX-License-Identifier: BSD-3-Clause
declare(strict_types=1);

namespace CotpCli\Probe;

use CotpCli\Sample\NameMapper;
use CotpCli\Service\RawClient;
use CotpCli\Service\RawRequest;
use CotpCli\Service\RawResponse;

/**
 * Finds names of fields by sends without any destination, which deliver nothing: a name that the service knows leads to
 * another error than a name that nobody knows, if its value has the wrong type.
 */
final class BodyDiscovery
{
    /** Names that no service has. */
    private const CONTROLS = ['CotpProbeControl', 'CotpProbeUnknown'];
    private const WRONG_TYPE = ['probe' => true];
    private const WRONG_TYPE_EVIDENCE = 'The service reports an error for a wrong type of this name, but not for an unknown name.';
    private const UNDECIDED = [0, 401, 403, 408, 426, 429, 502, 503, 504];

    private BodyKnowledge $knowledge;
    /** The response to a wrong type of an unknown name, if it tells such names apart. */
    private ?RawResponse $control = null;
    private ?Route $send = null;

    public function __construct(
        private readonly RawClient $http,
        private readonly Candidates $candidates,
        private readonly NameMapper $mapper,
        private readonly Markers $markers,
    ) {
        $this->knowledge = new BodyKnowledge();
    }

    /** The first send that the service accepts is the last one: it was not expected to have any effect. */
    public function discover(Route $send, ?Route $securityCode): BodyKnowledge
    {
        $this->knowledge->wasTried = true;
        $this->send = $send;
        try {
            $this->learn($send, $securityCode);
        } catch (AcceptedNothing) {
            $this->knowledge->acceptsNothing = true;
        }
        return $this->knowledge;
    }

    private function learn(Route $send, ?Route $securityCode): void
    {
        $empty = $this->send($send, []);
        $this->readMentioned($empty);
        $unknown = $this->send($send, [self::CONTROLS[0] => 'probe']);
        $this->knowledge->refusesUnknown = $unknown->signature() !== $empty->signature();
        $this->tryNames($send, array_diff($this->candidates->keys('form.'), ['form.cardUri']));
        $this->tryNames($send, ['form.cardUri']);
        if ($this->knowledge->namesOf('form.cardUri') === [] && $securityCode !== null) {
            $this->tryNames($securityCode, ['form.cardUri']);
        }
        $this->readMentioned($this->send($send, $this->withoutDestination('probe')));
        $this->tryDeliveryValues($send);
    }

    /** @param array<string, mixed> $body */
    private function send(Route $route, array $body): RawResponse
    {
        return $this->all([new RawRequest($route->method, $route->path, $body)])[0];
    }

    /**
     * @param list<RawRequest> $requests
     * @return array<int, RawResponse>
     */
    private function all(array $requests): array
    {
        return $this->http->all($requests, static function (RawResponse $response): void {
            if ($response->isSuccess()) {
                throw new AcceptedNothing('The service accepted a send without a destination.');
            }
        });
    }

    /** @param array<array-key, string> $keys */
    private function tryNames(Route $route, array $keys): void
    {
        $controls = $this->all(array_map(fn (string $name): RawRequest => $this->wrongType($route, $name), self::CONTROLS));
        $isStable = $controls[0]->signatureFor(self::CONTROLS[0], self::CONTROLS[1]) === $controls[1]->signature();
        if (!$isStable || in_array($controls[0]->status, self::UNDECIDED, true)) {
            return;
        }
        $this->control ??= $controls[0];
        $this->tryCasing($route, $keys, $controls[0], static fn (string $name): string => $name);
        $remaining = array_filter($keys, fn (string $key): bool => $this->knowledge->namesOf($key) === []);
        if ($remaining !== []) {
            $this->tryCasing($route, $remaining, $controls[0], lcfirst(...));
        }
        $this->knowledge->tellsNames = $this->knowledge->tellsNames || $this->knowledge->recognized !== [];
    }

    /**
     * @param array<array-key, string> $keys
     * @param callable(string): string $spell
     */
    private function tryCasing(Route $route, array $keys, RawResponse $control, callable $spell): void
    {
        $names = [];
        foreach ($keys as $key) {
            foreach ($this->candidates->of($key) as $name) {
                $names[$spell($name)][] = $key;
            }
        }
        $spellings = array_map(strval(...), array_keys($names));
        foreach ($this->all(array_map(fn (string $name): RawRequest => $this->wrongType($route, $name), $spellings)) as $i => $response) {
            foreach (self::isKnown($spellings[$i], $response, $control) ? $names[$spellings[$i]] : [] as $key) {
                $this->knowledge->recognize($key, $spellings[$i], self::WRONG_TYPE_EVIDENCE);
            }
        }
    }

    private static function isKnown(string $name, RawResponse $response, RawResponse $control): bool
    {
        return !in_array($response->status, self::UNDECIDED, true) && $response->signature() !== $control->signatureFor(self::CONTROLS[0], $name);
    }

    private function wrongType(Route $route, string $name): RawRequest
    {
        return new RawRequest($route->method, $route->path, [$name => self::WRONG_TYPE]);
    }

    /**
     * Takes up names that the error itself contains, such as "RecipientEmail is required".
     * @param Channel|null $channel the channel of the send, if it has a valid delivery method
     */
    private function readMentioned(RawResponse $response, ?Channel $channel = null): void
    {
        foreach ($response->error()->identifiers() as $name) {
            $keys = $this->candidates->keysOf($name, 'form.');
            if ($channel !== null && in_array($channel->destination(), $keys, true)) {
                $keys = [$channel->destination()];
                $this->knowledge->missed[$keys[0]] ??= $name;
            }
            if ($keys === []) {
                $keys = $this->isField($name, $response) ? $this->mapper->keysFor($name) : [];
                count($keys) === 1 && $this->candidates->add($keys[0], $name);
            }
            if (count($keys) === 1) {
                $this->knowledge->recognize($keys[0], $name, 'The service names it in an error about a send without a destination.');
            }
        }
    }

    /** Whether a word of an error that is not a candidate is the name of a field, and not just a word. */
    private function isField(string $name, RawResponse $response): bool
    {
        if (in_array($name, $response->error()->fields, true)) {
            return true;
        }
        return $this->send !== null && $this->control !== null && self::isKnown($name, $this->all([$this->wrongType($this->send, $name)])[0], $this->control);
    }

    /** @return array<string, mixed> a body with a booker and a delivery method, but no destination */
    private function withoutDestination(string $deliveryValue): array
    {
        $body = [];
        foreach (['form.bookerId', 'form.deliveryMethod'] as $key) {
            foreach ($this->knowledge->namesOf($key) ?: $this->candidates->of($key) as $i => $name) {
                $body[$name] = $key === 'form.bookerId' ? $this->markers->value($key, $i) : $deliveryValue;
            }
        }
        return $body;
    }

    /** Finds the values of the delivery method: a wrong one leads to another error than one without its destination. */
    private function tryDeliveryValues(Route $send): void
    {
        $wrong = $this->send($send, $this->withoutDestination(self::CONTROLS[0]));
        foreach (Channel::cases() as $channel) {
            foreach ($this->deliveryValues($channel, $wrong) as $value) {
                $response = $this->send($send, $this->withoutDestination($value));
                if (!in_array($response->status, self::UNDECIDED, true) && $response->signature() !== $wrong->signatureFor(self::CONTROLS[0], $value)) {
                    $this->knowledge->deliveryValues[$channel->delivery()][] = $value;
                    $this->readMentioned($response, $channel);
                    break;
                }
            }
        }
    }

    /** @return list<string> the candidates, and words of the error about a wrong value that look like one */
    private function deliveryValues(Channel $channel, RawResponse $wrong): array
    {
        preg_match_all('/[A-Za-z][A-Za-z0-9_-]*/', $wrong->error()->text(), $words);
        $pattern = $channel === Channel::Email ? '/mail/i' : '/sms|text|mobile|phone/i';
        return array_values(array_unique([...$this->candidates->of($channel->delivery()), ...array_filter($words[0], static fn (string $word): bool => preg_match($pattern, $word) === 1)]));
    }
}
