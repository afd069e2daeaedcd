<?php
declare(strict_types=1);

namespace CotpSandbox;

/** Everything below /api: faults first, then the key, then the operation. */
final class Api
{
    private Faults $faults;
    private Counters $counters;

    public function __construct(private Store $store, private CardRequests $requests, private Cards $cards)
    {
        $this->faults = new Faults($store);
        $this->counters = new Counters($store);
    }

    public function answer(HttpRequest $request): Answer
    {
        $path = array_slice($request->segments, 1);
        $verbs = $path === [] ? [] : Operation::onPath($path);
        $operation = $verbs[$request->method] ?? null;
        $fault = $this->arrived($operation, Account::named($request));
        if ($fault !== null && !$fault->processes) {
            return $fault->applyTo($request, null);
        }
        try {
            $answer = $this->process($request, $path, $verbs, $operation);
        } catch (ApiError $error) {
            $answer = $error->answer($request);
        }
        return $fault === null ? $answer : $fault->applyTo($request, $answer);
    }

    private function arrived(?Operation $operation, ?string $account): ?Fault
    {
        return $this->store->transaction(function () use ($operation, $account): ?Fault {
            if ($operation !== null && $account !== null) {
                $this->counters->received($account, $operation);
            }
            return $this->faults->take($operation, $account);
        });
    }

    /**
     * @param list<string> $path
     * @param array<string, Operation> $verbs
     */
    private function process(HttpRequest $request, array $path, array $verbs, ?Operation $operation): Answer
    {
        $account = Account::authorised($request);
        if ($verbs === []) {
            throw new ApiError(-160, 'The API has no such path.');
        }
        if ($operation === null) {
            return new Answer(405, '', ['Allow' => implode(', ', array_keys($verbs))]);
        }
        return $this->store->transaction(function () use ($request, $path, $operation, $account): Answer {
            $answer = $this->perform($operation, $account, $path, $request);
            $this->counters->processed($account, $operation);
            return $answer;
        });
    }

    /** @param list<string> $path */
    private function perform(Operation $operation, string $account, array $path, HttpRequest $request): Answer
    {
        switch ($operation) {
            case Operation::Send:
            case Operation::SendSecurityCode:
                return $this->send($operation, $account, $request);
            case Operation::Retrieve:
                return Answer::json(200, $this->requests->retrieve($account, $path[1], $request->origin()));
            case Operation::Delete:
                $this->requests->cancel($account, $path[1]);
                return new Answer(200);
            case Operation::SetRetention:
                $this->cards->setPolicy($account, $path[2], $request->jsonObject());
                return new Answer(200);
            case Operation::GetRetention:
                return Answer::json(200, $this->cards->policy($account, $path[2], $path[5] ?? null, $path[6] ?? null));
            case Operation::DeleteRetention:
                $this->cards->deletePolicy($account, $path[2], $path[5] ?? null, $path[6] ?? null);
                return new Answer(200);
            case Operation::ClearCvv:
                $this->cards->clearCvv($account, $path[2]);
                return new Answer(200);
            case Operation::DeleteCard:
                $this->cards->delete($account, $path[2]);
                return new Answer(200);
            case Operation::Authenticate:
                return new Answer(200);
        }
    }

    private function send(Operation $operation, string $account, HttpRequest $request): Answer
    {
        $kind = $operation === Operation::Send ? 'card' : 'cvv';
        $fields = SendFields::checked($request->jsonObject(), $kind);
        $card = $kind === 'card' ? null : $this->cards->held($account, SendFields::tokenOf($fields['CardUri']));
        $id = $this->requests->create($account, $kind, $fields, $card['token'] ?? null);
        return new Answer(201, '', ['Location' => $request->origin() . "/api/cardrequest/$id"]);
    }
}
