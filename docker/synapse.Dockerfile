# Synapse with the policy module, from the same locked packages as on one machine.
FROM python:3.13-slim-bookworm
COPY config/synapse/requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock && rm /tmp/requirements.lock
COPY config/synapse/portico_policy /opt/portico/portico_policy
# Whoever the container runs as owns the volume that begins as this folder.
RUN install -d -m 0777 /data
ENV PYTHONPATH=/opt/portico PYTHONDONTWRITEBYTECODE=1
WORKDIR /data
CMD ["python", "-m", "synapse.app.homeserver", "-c", "/settings/homeserver.yaml"]
