from django.apps import AppConfig


class SubgroupsConfig(AppConfig):
    name = "subgroups"

    def ready(self) -> None:
        from communities import deeds, desk
        from subgroups.desk import ALONE, DEEDS, FIRST_STEP
        from subgroups.permissions import leads_any

        desk.holders.append(leads_any)
        desk.steps.append(FIRST_STEP)
        desk.blocks.append(ALONE)
        deeds.names.update(DEEDS)
